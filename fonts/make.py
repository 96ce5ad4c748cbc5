#!/usr/bin/env python3
"""Makes the faces that the binary carries, from registry packages.

    mkdir archives && cd archives
    npm pack @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3
    npm pack @expo-google-fonts/noto-serif-tc@0.4.4 @expo-google-fonts/noto-sans-tc@0.4.3
    npm pack @expo-google-fonts/noto-serif-jp@0.4.3 @expo-google-fonts/noto-sans-jp@0.4.3
    npm pack @expo-google-fonts/noto-serif-kr@0.4.3 @expo-google-fonts/noto-sans-kr@0.4.3
    npm pack source-serif@4.5.1 @expo-google-fonts/source-sans-3@0.4.1
    apt-get download fonts-lxgw-wenkai=1.250+repack-1 unicode-data=15.0.0-1   # Debian 12
    pip install fonttools==4.68.0
    python3 fonts/make.py archives

Every archive is checked against the sum below before it is opened, and the same archives
give the same bytes. Which characters are kept, and why, is said at `wanted`; what is done
to a face, at `FACES` and `PACKED`.

Faces that every pack may need lie in the binary as they are: they are used where they lie.
The others are packed: written down as what differs from faces that are there anyway (half
of the Han glyphs of a region are those of another, byte for byte), and compressed. See
`difference`; `src/fonts/packed.rs` reads it.
"""

import bz2
import hashlib
import io
import lzma
import pathlib
import struct
import sys
import tarfile

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates
from fontTools.varLib import instancer

SUMS = {
    "expo-google-fonts-noto-sans-jp-0.4.3.tgz": "563ee80509692e2b2f42ceae6a0b82afecb90daa1b3d025bcebdf3d9120f43a3",
    "expo-google-fonts-noto-sans-kr-0.4.3.tgz": "7614af529705ea48e8b76cb3b056b92db66b7625ef3fc97ce76366063df94d3f",
    "expo-google-fonts-noto-sans-sc-0.4.3.tgz": "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    "expo-google-fonts-noto-sans-tc-0.4.3.tgz": "e7532a3a43a6c660ee0351a167b99fe0da52f20b4940fb3fc067ed7c5bd594bf",
    "expo-google-fonts-noto-serif-jp-0.4.3.tgz": "4805f4369a831140d0c1a5650e90296cff2641ff202da43ef5272edc2e0866ee",
    "expo-google-fonts-noto-serif-kr-0.4.3.tgz": "ff2948a8e9d0e037eaba537905fcc973d512d0df3c16fc9df89740a5d821cf1b",
    "expo-google-fonts-noto-serif-sc-0.4.3.tgz": "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
    "expo-google-fonts-noto-serif-tc-0.4.4.tgz": "3ea15781c2997b4a0ff40b1f4d15f6bd2b7e2e41128ba6c9b9ebcd129a076b68",
    "expo-google-fonts-source-sans-3-0.4.1.tgz": "eb41834f563921e19b18b40bc924b97110983aef800d9cb67b9186f546311828",
    "fonts-lxgw-wenkai_1.250+repack-1_all.deb": "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    "source-serif-4.5.1.tgz": "19a448df98f4aa777de3452b0a1e29aa7ffe29252fe552c8a2d2531702d80746",
    "unicode-data_15.0.0-1_all.deb": "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
}

SOURCE_SERIF = "source-serif-4.5.1.tgz"
SOURCE_SANS = "expo-google-fonts-source-sans-3-0.4.1.tgz"
SERIF_SC = "expo-google-fonts-noto-serif-sc-0.4.3.tgz"
SANS_SC = "expo-google-fonts-noto-sans-sc-0.4.3.tgz"

# Output, archive, member, character sets, new family name.
#
# LXGW and 霞鹜 are Reserved Font Names, and a subset is a Modified Version in the sense of
# the OFL: the kai must not carry them. Noto's names are not reserved.
FACES = [
    ("NotoSerifSC-Regular.ttf", SERIF_SC,
     "package/400Regular/NotoSerifSC_400Regular.ttf", "base", None),
    ("NotoSerifSC-Bold.ttf", SERIF_SC,
     "package/700Bold/NotoSerifSC_700Bold.ttf", "base", None),
    ("NotoSansSC-Medium.ttf", SANS_SC,
     "package/500Medium/NotoSansSC_500Medium.ttf", "base", None),
    ("BriefpackKai-Regular.ttf", "fonts-lxgw-wenkai_1.250+repack-1_all.deb",
     "./usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", "base",
     "Briefpack Kai"),
]

# Output, archive, member, character sets, new family name, the faces that it is a
# difference from. A family of its own for the rare characters: the typesetter asks one
# face of a family only.
PACKED = [
    ("NotoSerifSCRare-Regular.packed", SERIF_SC,
     "package/400Regular/NotoSerifSC_400Regular.ttf", "rare", "Noto Serif SC Rare",
     ["NotoSerifSC-Regular.ttf"]),
    ("NotoSerifTC-Regular.packed", "expo-google-fonts-noto-serif-tc-0.4.4.tgz",
     "package/400Regular/NotoSerifTC_400Regular.ttf", "signs big5 names", None,
     ["NotoSerifSC-Regular.ttf", "NotoSerifSCRare-Regular.packed"]),
    ("NotoSansTC-Medium.packed", "expo-google-fonts-noto-sans-tc-0.4.3.tgz",
     "package/500Medium/NotoSansTC_500Medium.ttf", "signs big5", None,
     ["NotoSansSC-Medium.ttf"]),
    ("NotoSerifJP-Regular.packed", "expo-google-fonts-noto-serif-jp-0.4.3.tgz",
     "package/400Regular/NotoSerifJP_400Regular.ttf", "signs jis", None,
     ["NotoSerifSC-Regular.ttf", "NotoSerifSCRare-Regular.packed"]),
    ("NotoSansJP-Medium.packed", "expo-google-fonts-noto-sans-jp-0.4.3.tgz",
     "package/500Medium/NotoSansJP_500Medium.ttf", "signs jis", None,
     ["NotoSansSC-Medium.ttf"]),
    ("NotoSerifKR-Regular.packed", "expo-google-fonts-noto-serif-kr-0.4.3.tgz",
     "package/400Regular/NotoSerifKR_400Regular.ttf", "signs hangul hanja", None,
     ["NotoSerifSC-Regular.ttf", "NotoSerifSCRare-Regular.packed"]),
    ("NotoSansKR-Medium.packed", "expo-google-fonts-noto-sans-kr-0.4.3.tgz",
     "package/500Medium/NotoSansKR_500Medium.ttf", "signs hangul", None,
     ["NotoSansSC-Medium.ttf"]),
]

# Letters that the Chinese faces lack (`ř`, `Ł`, `ґ`, `ώ`, `₂`): output, archive, member, the
# cut of a variable face, new family name, the Chinese face beside which it stands, and by
# how much it is drawn larger. Noto's Latin letters are those of Source, drawn larger; cut
# and factor are those at which the stems and the heights of `l n o x H` are the same here
# and there (to 2 units of 1000). The serif has no raised and lowered signs (`10⁻³`): it
# takes them from the cut of the sans that is named behind its own, whose strokes are as thin
# as its figures'. "Source" is a Reserved Font Name.
LETTERS = [
    ("BriefpackLatin-Regular.packed", SOURCE_SERIF,
     "package/VAR/SourceSerif4Variable-Roman.ttf", {"opsz": 20, "wght": 372},
     "package/300Light/SourceSans3_300Light.ttf",
     "Briefpack Latin", "NotoSerifSC-Regular.ttf", 1.085),
    ("BriefpackLatin-Bold.packed", SOURCE_SERIF,
     "package/VAR/SourceSerif4Variable-Roman.ttf", {"opsz": 20, "wght": 600},
     "package/400Regular/SourceSans3_400Regular.ttf",
     "Briefpack Latin", "NotoSerifSC-Bold.ttf", 1.116),
    ("BriefpackLatinSans-Medium.packed", SOURCE_SANS,
     "package/500Medium/SourceSans3_500Medium.ttf", {}, None,
     "Briefpack Latin Sans", "NotoSansSC-Medium.ttf", 1.125),
]

LICENCES = [
    ("OFL-NotoSerifSC.txt", "expo-google-fonts-noto-serif-sc-0.4.3.tgz",
     "package/LICENSE_FONT"),
    ("OFL-NotoSansSC.txt", "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
     "package/LICENSE_FONT"),
    ("OFL-NotoSerifTC.txt", "expo-google-fonts-noto-serif-tc-0.4.4.tgz",
     "package/LICENSE_FONT"),
    ("OFL-NotoSansTC.txt", "expo-google-fonts-noto-sans-tc-0.4.3.tgz",
     "package/LICENSE_FONT"),
    ("OFL-NotoSerifJP.txt", "expo-google-fonts-noto-serif-jp-0.4.3.tgz",
     "package/LICENSE_FONT"),
    ("OFL-NotoSansJP.txt", "expo-google-fonts-noto-sans-jp-0.4.3.tgz",
     "package/LICENSE_FONT"),
    ("OFL-NotoSerifKR.txt", "expo-google-fonts-noto-serif-kr-0.4.3.tgz",
     "package/LICENSE_FONT"),
    ("OFL-NotoSansKR.txt", "expo-google-fonts-noto-sans-kr-0.4.3.tgz",
     "package/LICENSE_FONT"),
    ("OFL-BriefpackLatin.txt", SOURCE_SERIF, "package/LICENSE.md"),
    ("OFL-BriefpackLatinSans.txt", SOURCE_SANS, "package/LICENSE_FONT"),
    ("OFL-BriefpackKai.txt", "fonts-lxgw-wenkai_1.250+repack-1_all.deb",
     "./usr/share/doc/fonts-lxgw-wenkai/copyright"),
]

# Quotation marks, dash and ellipsis of the kai are made for Latin text (0.35 em). Left
# out, they come from the 宋, where they fill their cells.
NOT_IN_KAI = set(map(ord, "“”‘’—…"))

# How many cells the dashes of Noto shall fill: the 一字线, the 破折号 (which is one glyph,
# GB/T 15834—2011, 5.1.4), and three of them in a row. They are made for Latin text there,
# 0.89, 1.69 and 2.5 em.
DASHES = {0x2014: 1, 0x2E3A: 2, 0x2E3B: 3}

# Nothing is set vertically.
VERTICAL = {"vert", "vrt2", "vhal", "vpal", "vkrn", "vchw", "aalt", "hist", "ruby"}


def members(archive):
    """The files of a .tgz or .deb by name."""
    data = archive.read_bytes()
    got = hashlib.sha256(data).hexdigest()
    if got != SUMS[archive.name]:
        sys.exit(f"{archive.name}: sha256 is {got}, not {SUMS[archive.name]}")
    if archive.suffix == ".deb":
        data = deb_data(data)
    tar = tarfile.open(fileobj=io.BytesIO(data))
    return {m.name: tar.extractfile(m).read() for m in tar if m.isfile()}


def deb_data(deb):
    """`data.tar` of a Debian package, which is an `ar` archive."""
    at = 8
    while at < len(deb):
        name = deb[at:at + 16].decode().strip().rstrip("/")
        size = int(deb[at + 48:at + 58])
        if name.startswith("data.tar"):
            return lzma.decompress(deb[at + 60:at + 60 + size])
        at += 60 + size + size % 2
    sys.exit("no data.tar in the package")


def double_byte(codec, leads, trails):
    """The characters that a double-byte encoding has in these rows and cells."""
    found = set()
    for lead in leads:
        for trail in trails:
            try:
                found |= set(map(ord, bytes([lead, trail]).decode(codec)))
            except UnicodeDecodeError:
                pass
    return found


def fields(unihan):
    """The characters that have each field of some files of Unihan."""
    found = {}
    for packed in unihan:
        for line in bz2.decompress(packed).decode().splitlines():
            cells = line.split("\t")
            if len(cells) > 2:
                found.setdefault(cells[1], set()).add(int(cells[0][2:], 16))
    return found


def wanted(unihan):
    """Character sets by name.

    signs   the signs of office texts, Latin, kana, pinyin
    letters Latin, Greek and Cyrillic beyond that, phonetic signs, raised and lowered ones
    base    通用规范汉字表 (8105, Unihan's kTGH), GB 2312, and the signs
    big5    the 5 401 common characters of Big5
    names   the characters of the telegraph code of Taiwan, with which names are wired
    jis     the common kanji of JIS X 0208 (level 1), those of 常用漢字表, and those
            of names: 人名用漢字, the extension of IBM (髙, 﨑), and 𠮷
    jis2    its other kanji (level 2)
    hangul  the 2 350 syllables of KS X 1001
    hanja   the 1 800 characters that Korean schools teach
    rare    what Chinese texts have beyond `base`: 繁體 as far as Big5, the headwords of
            现代汉语词典, the kanji of JIS X 0208, and the core set of the IRG (IICore)
    """
    table = fields(unihan)
    assert len(table["kTGH"]) == 8105
    signs = set()
    for first, last in [
        (0x20, 0x17F), (0x18F, 0x192), (0x1CD, 0x1DC), (0x1F8, 0x1F9), (0x2B0, 0x2FF),
        (0x300, 0x36F), (0x391, 0x3C9), (0x401, 0x451),  # Latin, pinyin, Greek, Cyrillic
        (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209C), (0x20A0, 0x20BF),
        (0x2100, 0x218B), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF),
        (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x266F), (0x2700, 0x27BF),
        (0x2E3A, 0x2E3B), (0x2F00, 0x2FD5), (0x3000, 0x30FF), (0x3105, 0x312F),
        (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3200, 0x33FF), (0xFE10, 0xFE1F),
        (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x3131, 0x318E),
    ]:
        signs |= set(range(first, last + 1))
    every = range(0xA1, 0xFF)
    jis2 = double_byte("euc_jp", range(0xD0, 0xF5), every)
    jis = (double_byte("euc_jp", range(0xB0, 0xD0), every)
           | table["kJoyoKanji"] | table["kJinmeiyoKanji"]
           | double_byte("cp932", range(0xFA, 0xFD), range(0x40, 0xFF)) | {0x20BB7})
    letters = set()
    for first, last in [
        (0xA0, 0x52F), (0x1D00, 0x1FFF), (0x2010, 0x215F), (0x2C60, 0x2C7F),
        (0xA71C, 0xA7FF), (0xAB53, 0xAB67), (0xFB00, 0xFB06),
    ]:
        letters |= set(range(first, last + 1))
    base = table["kTGH"] | double_byte("gb2312", every, every) | signs
    big5 = double_byte("big5", range(0xA4, 0xC7), range(0x40, 0xFF))
    return {
        "signs": signs,
        "letters": letters,
        "base": base,
        "big5": big5,
        "names": table["kTaiwanTelegraph"],
        "jis": jis,
        "jis2": jis2,
        "hangul": double_byte("euc_kr", range(0xB0, 0xC9), every),
        "hanja": table["kKoreanEducationHanja"],
        "rare": (big5 | jis | jis2 | table["kXHC1983"] | table["kIICore"]
                 | table["kTaiwanTelegraph"] | table["kMainlandTelegraph"]) - base,
    }


def make(data, characters, family):
    """One face with these characters, without hints and vertical metrics."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    if "GlyphOrder" in font:
        del font["GlyphOrder"]
    options = subset.Options()
    options.layout_features = sorted(features(font) - VERTICAL)
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.name_languages = [0x409]
    options.drop_tables += ["vhea", "vmtx", "STAT", "gasp", "prep"]
    tool = subset.Subsetter(options)
    tool.populate(unicodes=characters)
    tool.subset(font)
    widen_dashes(font)
    if family:
        rename(font, family)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue(), len(font.getBestCmap())


def make_letters(data, signs, characters, cut, family, scale):
    """A face for the letters that a Chinese one lacks, as large as they are there. It has no
    accents by themselves: `ź` must not be put together of `z` and one."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    if cut:
        font = instancer.instantiateVariableFont(font, cut)
    if signs:
        add_signs(font, TTFont(io.BytesIO(signs)))
    cell = font["head"].unitsPerEm
    scale_upem(font, round(cell * scale))
    font["head"].unitsPerEm = cell
    scaled = io.BytesIO()
    font.save(scaled)
    accents = set(range(0x300, 0x370))
    return make(scaled.getvalue(), characters - accents, family)


def add_signs(font, sans):
    """Gives a face the raised and lowered signs of another with the same cell."""
    assert font["head"].unitsPerEm == sans["head"].unitsPerEm
    shapes = sans.getGlyphSet()
    for c in map(ord, "⁺⁻⁼₊₋₌"):
        name, theirs = f"uni{c:04X}", sans.getBestCmap()[c]
        shape, pen = DecomposingRecordingPen(shapes), TTGlyphPen(None)
        shapes[theirs].draw(shape)
        shape.replay(pen)
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = sans["hmtx"][theirs]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[c] = name


def widen_dashes(font):
    """Draws the dashes of a Chinese face out until they fill their cells, with the space at
    both ends that they had."""
    cell = font["head"].unitsPerEm
    for c, cells in DASHES.items():
        name = font.getBestCmap().get(c)
        if name is None or font["hmtx"][name][0] >= cells * cell:
            continue
        shape, (_, side) = font["glyf"][name], font["hmtx"][name]
        drawn = (cells * cell - 2 * side) / (shape.xMax - shape.xMin)
        shape.coordinates = GlyphCoordinates(
            [(round(side + (x - shape.xMin) * drawn), y) for x, y in shape.coordinates])
        shape.recalcBounds(font["glyf"])
        font["hmtx"][name] = (cells * cell, side)


def features(font):
    """The names of all features of a font."""
    return {
        record.FeatureTag
        for tag in ("GSUB", "GPOS") if tag in font
        for record in font[tag].table.FeatureList.FeatureRecord
    }


def rename(font, family):
    """Gives a font a new family name; its copyright and licence stay."""
    plain = family.replace(" ", "")
    bold = font["OS/2"].usWeightClass >= 600
    cut, full = ("Bold", f"{family} Bold") if bold else ("Regular", family)
    for record in font["name"].names:
        new = {1: family, 2: cut, 3: f"{plain}-{cut}", 4: full, 6: f"{plain}-{cut}",
               16: family, 17: cut}.get(record.nameID)
        if new:
            record.string = new


def glyphs(face):
    """Where the outlines of a face lie in its file: start and end of each."""
    font = TTFont(io.BytesIO(face), lazy=True)
    at = font.reader.tables["glyf"].offset
    places = list(font["loca"])
    return [(at + a, at + b) for a, b in zip(places, places[1:]) if b > a]


def difference(face, bases):
    """A face written down as what differs from other faces, compressed.

    The steps make up the face from its beginning: so many bytes of its own, then so many
    bytes from a place in `bases`, which are thought of as one file after another. All
    numbers are 32 bits, little endian: how many steps, then of all steps the first
    numbers, the places, and the lengths there; behind them the bytes of its own.
    """
    before, known = b"".join(bases), {}
    at = 0
    for base in bases:
        for start, end in glyphs(base):
            known.setdefault(base[start:end], at + start)
        at += len(base)
    own, steps, done = [], [], 0
    for start, end in glyphs(face):
        place = known.get(face[start:end])
        if place is None:
            continue
        if steps and done == start and steps[-1][1] + steps[-1][2] == place:
            steps[-1][2] += end - start
        else:
            own.append(face[done:start])
            steps.append([start - done, place, end - start])
        done = end
    own.append(face[done:])
    steps.append([len(face) - done, 0, 0])
    out = [struct.pack("<I", len(steps))]
    out += [struct.pack("<I", step[i]) for i in range(3) for step in steps]
    data = b"".join(out + own)
    filters = [{"id": lzma.FILTER_LZMA1, "preset": 9 | lzma.PRESET_EXTREME,
                "lc": 3, "lp": 0, "pb": 0, "dict_size": 1 << 23}]
    return lzma.compress(data, format=lzma.FORMAT_ALONE, filters=filters)


def blank():
    """A face without a shape, for the fonts that a PDF source only names: what counts there
    is which characters they set."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Briefpack Blank", "styleName": "Regular"})
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def main():
    archives = pathlib.Path(sys.argv[1])
    here = pathlib.Path(__file__).parent
    opened = {name: members(archives / name) for name in SUMS}
    unihan = opened["unicode-data_15.0.0-1_all.deb"]
    sets = wanted([unihan[f"./usr/share/unicode/Unihan_{name}.txt.bz2"] for name in
                   ("OtherMappings", "DictionaryLikeData", "Readings", "IRGSources")])
    total, made = 0, {}
    for name, archive, member, which, family, *bases in FACES + PACKED:
        characters = set().union(*(sets[one] for one in which.split()))
        if family == "Briefpack Kai":
            characters -= NOT_IN_KAI
        data, count = make(opened[archive][member], characters, family)
        made[name] = data
        if bases:
            data = difference(data, [made[base] for base in bases[0]])
        (here / name).write_bytes(data)
        total += len(data)
        print(f"{hashlib.sha256(data).hexdigest()}  {name}  {len(data):>8}  {count}")
    for name, archive, member, cut, signs, family, beside, scale in LETTERS:
        lacking = sets["letters"] - set(TTFont(io.BytesIO(made[beside])).getBestCmap())
        data, count = make_letters(
            opened[archive][member], opened[SOURCE_SANS].get(signs), lacking, cut, family, scale)
        data = difference(data, [])
        (here / name).write_bytes(data)
        total += len(data)
        print(f"{hashlib.sha256(data).hexdigest()}  {name}  {len(data):>8}  {count}")
    (here / "Blank.ttf").write_bytes(blank())
    for name, archive, member in LICENCES:
        (here / name).write_bytes(opened[archive][member])
    print(f"{total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
