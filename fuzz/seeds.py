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
        if not path.is_file():
            continue
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


def drawn(text):
    """A page as PDF objects: a line as one or two pieces, some raised, aslant or upright.
    Without a table of objects, because a reader looks for them where that is broken."""
    shown, y = [], 790.0
    for line in text.splitlines()[:45]:
        size = chance.choice([16, 16, 16, 10.5, 22])
        x = chance.choice([80, 80, 112, 320, 240])
        cut = chance.choice([0, 0, 0, len(line) // 2])
        turn = chance.choice(["1 0 0 1"] * 12 + ["0 1 -1 0", "0.7 0.7 -0.7 0.7", "1 0 0.2 1"])
        for piece in filter(None, (line[:cut], line[cut:])):
            codes = piece.encode("utf-16be", errors="ignore").hex()
            shown.append(f"BT /F {size} Tf {turn} {x} {y:g} Tm <{codes}> Tj ET")
            x += size * (len(piece) + chance.choice([0, 0.3, 3]))
        y -= chance.choice([28, 28, 28, 56, 5, 0])
    return "\n".join(shown)


def objects(pages):
    """The objects of a PDF file that has these pages, behind its first line."""
    cmap = ("begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
            "1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap")
    encoding = chance.choice(["Identity-H"] * 9 + ["Identity-V", "GBK-EUC-H"])
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(len(pages)))
    made = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        3: f"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/{encoding}"
           "/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        4: "<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/DW 1000"
           "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        5: f"<</Length {len(cmap)}>>\nstream\n{cmap}\nendstream",
        6: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    }
    for n, page in enumerate(pages):
        page += f"\nBT /G 9 Tf 280 40 Td (- {n + 1} -) Tj ET"
        turn = chance.choice([""] * 9 + ["/Rotate 90"])
        made[10 + 2 * n] = (f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{turn}"
                            f"/Contents {11 + 2 * n} 0 R/Resources<</Font<</F 3 0 R/G 6 0 R>>>>>>")
        made[11 + 2 * n] = f"<</Length {len(page)}>>\nstream\n{page}\nendstream"
    body = "".join(f"{number} 0 obj\n{one}\nendobj\n" for number, one in made.items())
    return f"{body}trailer\n<</Size {len(made) + 10}/Root 1 0 R>>\n%%EOF\n"


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
    lines = text.splitlines()
    parts = [lines[at::3] for at in range(3)] if chance.random() < 0.3 else [lines[:30]]
    put("pdf", name, objects([drawn("\n".join(part)) for part in parts]).encode())
    put("word", name, f'<w:document xmlns:w="w"><w:body>{runs}</w:body></w:document>'.encode())
for path in sorted([*root.rglob("templates/*/template.yaml"), *root.glob("styles/*.yaml"),
                    *root.glob("samples/*/pack.yaml")]):
    put("markup", path.parent.name + path.name, b"\2" + path.read_bytes())
