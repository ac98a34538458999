"""Where the pages of rules/ lie and what their front matter says; shared by registry, new-rule and
new-message. tools/embed is what judges a page's fields; here only id and slug matter."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules"
REGISTRY = RULES / "registry.inc"
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
PREFIXES = {"pitfalls": "BL", "messages": "BE", "environment": "BD"}
# Generated text that nobody has replaced yet; the registry check looks for it.
UNWRITTEN = "(to be written)"


@dataclass
class Page:
    path: Path
    kind: str  # pitfalls, messages, environment
    name: str  # what the slug must be
    id: str = ""
    slug: str = ""
    body: str = ""
    selected_by: str = ""  # of a message page without patterns


def field(front, name):
    match = re.search(rf"^{name}:[ \t]*(.*?)[ \t]*$", front, re.MULTILINE)
    return match[1].strip("\"'") if match else ""


def read_page(path, kind):
    page = Page(path, kind, path.parent.name if kind == "pitfalls" else path.stem)
    parts = path.read_text(encoding="utf-8", errors="replace").split("---\n", 2)
    if len(parts) == 3 and not parts[0]:
        page.id, page.slug, page.body = field(parts[1], "id"), field(parts[1], "slug"), parts[2]
        page.selected_by = field(parts[1], "selected_by")
    return page


def pitfall_folders():
    folder = RULES / "pitfalls"
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def all_pages():
    pages = [read_page(path / "page.md", "pitfalls") for path in pitfall_folders()
             if (path / "page.md").is_file()]
    for kind in ("messages", "environment"):
        pages += [read_page(path, kind) for path in sorted((RULES / kind).glob("*.md"))
                  if path.name != "README.md"]
    return pages


def next_id(kind):
    prefix = PREFIXES[kind]
    taken = [int(page.id[2:]) for page in all_pages() if re.fullmatch(prefix + "[0-9]{3}", page.id)]
    return f"{prefix}{max(taken, default=0) + 1:03}"


def registry_lines():
    return re.findall(r"^BPFLENS_RULE\((\w+)\)$", REGISTRY.read_text(), re.MULTILINE)


def free_slug_or_exit(slug):
    """Ends the program unless `slug` is well formed and no page has it."""
    if not SLUG.fullmatch(slug):
        raise SystemExit(f"{slug}: not a slug; write it like bounds-check-folded")
    taken = [page for page in all_pages() if slug in (page.slug, page.name)]
    if taken:
        raise SystemExit(f"{slug}: exists already, {taken[0].path.relative_to(ROOT)}")
