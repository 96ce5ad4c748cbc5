#!/usr/bin/env python3
"""Fills corpus/ with what the fuzzer begins from: samples, cases and mutations of them."""

import pathlib
import random

here = pathlib.Path(__file__).resolve().parent
root = here.parent
chance = random.Random(1)


def cases():
    """The inputs of all cases under tests/suite, and the samples, as text."""
    for path in sorted((root / "tests/suite").rglob("*.txt")):
        yield path.stem, path.read_text(encoding="utf-8", errors="ignore")
    for path in sorted((root / "samples").rglob("*/sources/*")):
        data = path.read_bytes()
        for encoding in ("utf-8", "utf-16", "gb18030"):
            try:
                yield path.stem, data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue


def put(target, name, data):
    folder = here / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def mixed(texts):
    """Lines of several texts, shuffled, doubled, cut."""
    lines = [line for text in chance.sample(texts, 3) for line in text.splitlines()]
    chance.shuffle(lines)
    lines = [line[: chance.randrange(1, len(line) + 1)] if line and chance.random() < 0.2
             else line for line in lines]
    return "\n".join(chance.choices(lines, k=min(len(lines), 60)))


LABELS = "标题 引题 副题 题注 署名 小标题 小标题2 提要 列项 表行 图说 正文 落款 附件 引文 刊期 编辑 弃 续 篇首 原样 篇首+标题 body drop".split()


def side(text):
    """A side file as an editor might leave it behind."""
    lines = [line for line in text.splitlines() if line.strip()]
    return "".join(f"{i}\t{chance.choice(LABELS)}\t{line.strip()[:18]}\n"
                   for i, line in enumerate(lines, 1) if chance.random() < 0.7)


texts = [text for _, text in cases()]
texts += [mixed(texts) for _ in range(200)]
for i, text in enumerate(texts):
    name = f"{i:04}"
    for target in ("clean", "read"):
        put(target, name, text.encode())
    put("corrections", name, (side(text) + "====\n" + text).encode())
    encoding = chance.choice(["utf-8", "utf-16le", "utf-16be", "gb18030", "big5", "shift_jis", "euc-kr"])
    put("decode", name, text[:600].encode(encoding, errors="ignore"))
    put("markup", name + "m", b"\0" + text.encode())
    lines = "".join(f"<{t}>{line}</{t}>" for line in text.splitlines()
                    for t in [chance.choice(["p", "h1", "h2", "li", "td", "div", "blockquote", "pre"])])
    put("markup", name + "h", b"\1<!doctype html><html><body><article>" + lines.encode() + b"</article>")
    runs = "".join(f'<w:p><w:pPr><w:pStyle w:val="{chance.choice(["1", "2", "a"])}"/></w:pPr><w:r><w:t>'
                   + line.replace("&", "&amp;").replace("<", "&lt;") + "</w:t></w:r></w:p>"
                   for line in text.splitlines())
    put("word", name, f'<w:document xmlns:w="w"><w:body>{runs}</w:body></w:document>'.encode())
for path in sorted([*root.rglob("templates/*/template.yaml"), *root.glob("styles/*.yaml"),
                    *root.glob("samples/*/pack.yaml")]):
    put("markup", path.parent.name + path.name, b"\2" + path.read_bytes())
