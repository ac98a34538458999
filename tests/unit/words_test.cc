// The words for facts, wherever they are printed.
#include "render/words.h"

#include "catch.h"
#include "facts/obligation.h"
#include "render/printable.h"

using namespace bpflens;

TEST_CASE("shortened counts characters, not bytes") {
  CHECK(shortened("abcdef", 6) == "abcdef");
  CHECK(shortened("abcdefg", 6) == "abc...");
  CHECK(shortened("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 4) == "\xc3\xa9...");
}

TEST_CASE("every obligation has words and a name that leads back to it") {
  for (int i = 0; i <= static_cast<int>(ObligationKind::FunctionPrototype); ++i) {
    auto kind = static_cast<ObligationKind>(i);
    CAPTURE(i);
    CHECK(obligation_kind(name_of(kind)) == kind);
    Obligation wanted;
    wanted.kind = kind;
    CHECK(obligation_words(wanted).empty() == (kind == ObligationKind::Other));
  }
  CHECK(!obligation_kind("none_such"));
}

TEST_CASE("a missing fact is said with its register, its bounds and its place") {
  MissingFact fact;
  fact.place.insn = 12;
  fact.register_name = "R2";
  fact.least = 1;
  fact.most = 48;
  CHECK(missing_fact_words(fact) == "R2 between 1 and 48, just before insn 12");
  fact.least.reset();
  CHECK(missing_fact_words(fact) == "R2 at most 48, just before insn 12");
  fact.kind = FactKind::NonNull;
  fact.before = false;
  CHECK(missing_fact_words(fact) == "R2 compared with null, right after insn 12");
  fact.kind = FactKind::PacketRange;
  fact.bytes = 1;
  CHECK(missing_fact_words(fact) ==
        "1 byte from R2 on compared with data_end, right after insn 12");
  fact.register_name = "\x1b[31mR2";
  CHECK(missing_fact_words(fact).find('\x1b') == std::string::npos);
}
