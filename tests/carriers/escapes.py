"""Loggers that pack the whole log into one string, or each line into one object."""

import json

from carrier import ESCAPE, PREFIX, Carrier, by_line


def go_json(text):
    """encoding/json: also <, > and & are escaped."""
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def zap(text):
    return ('{"level":"error","ts":1714564800.1234567,"caller":"loader/main.go:71","msg":"cannot load programs",'
            f'"error":{go_json(text)},"stacktrace":"main.main\\n\\t/src/loader/main.go:71\\nruntime.main\\n'
            '\\t/usr/local/go/src/runtime/proc.go:267"}\n')


def slog(text):
    quoted = json.dumps(text, ensure_ascii=False)  # slog leaves < and > as they are
    return f'{{"time":"2024-05-01T12:00:00.123Z","level":"ERROR","msg":"load","err":{quoted}}}\n'


def logfmt(text):
    """strconv.Quote, as logrus and slog print a value with blanks in it."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    quoted = quoted.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return f'time="2024-05-01T12:00:00Z" level=error msg="{quoted}" subsys=datapath-loader\n'


def json_in_json(text):
    shipped = {"kubernetes": {"pod": "agent-x7k2p"}, "message": zap(text).rstrip("\n"), "stream": "stderr"}
    return json.dumps(shipped) + "\n"


def python_repr(text):
    return f"log: {text.encode('utf-8', 'surrogateescape')!r}\n"


def docker_json(index, line):
    """Docker's json-file driver."""
    stamp = f"2024-05-01T12:00:{index // 60 % 60:02d}.{index * 1234567 % 10**9:09d}Z"
    return f'{{"log":{go_json(line + chr(10))},"stream":"stderr","time":"{stamp}"}}'


ESCAPES = [
    Carrier("zap json", ESCAPE, zap, "zap: the log in the field error, < > & as Go escapes them"),
    Carrier("slog json", ESCAPE, slog, "log/slog's JSON handler: < > & as they are"),
    Carrier("logfmt", ESCAPE, logfmt, "logrus text: msg=\"...\""),
    Carrier("json in json", ESCAPE, json_in_json, "a log shipper's object with zap's line as a string in it"),
    Carrier("python bytes", ESCAPE, python_repr, "Python: print(log) where log is bytes"),
    Carrier("docker json-file", PREFIX, by_line(docker_json), "/var/lib/docker/containers/*/*-json.log"),
]
