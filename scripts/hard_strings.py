"""Seeded strings that are hard on a tokeniser, for `eval-tokenizer` and `tokenizer-golden.py`."""

import random
import sys
import unicodedata

WORDS = """the a of to is it i you ubuntu install package error kernel module don't can't it's isn't doesnt wanna gonna lol
apt-get sudo grub dual-boot wifi nvidia driver unmet dependencies hello hi thanks please internationalization tokenization
unbelievable embeddings huggingface discord ಠ_ಠ naïve café résumé coöperate Zürich Ångström smörgåsbord façade jalapeño
İstanbul Iğdır straße STRASSE ΟΔΟΣ Σίσυφος Москва ёлка Київ việt nam Tiếng Việt 東京 こんにちは カタカナ ガギグ 한국어 서울 กรุงเทพ
हिन्दी नमस्ते বাংলা தமிழ் مرحبا שָׁלוֹם עברית فارسی ქართული Հայերեն ትግርኛ ᏣᎳᎩ 中文 你好 世界 繁體 ﬁle ﬂow ﬀ ﬃ ǆ ǅ Ǆ ŉ ＡＢＣ１２３ ｆｕｌｌ
𝐌𝐚𝐭𝐡 𝒜𝓁𝓅𝒽𝒶 𝟘𝟙𝟚 Ⅷ ⅷ ① ㎏ ℃ Å K Ω ½ ² ™ © ® € £ ¥ ₹""".split()
CODE = """func main() { return x[0] += 1; } // TODO	if (a != b && c->d) { printf("%s\\n", s); } SELECT * FROM t WHERE id='x';
0xDEADBEEF 3.14e-10 1,000,000 192.168.0.1 fe80::1%eth0 https://example.com/a?b=c&d=e#f user@host:~/src$ ls -la | grep -v foo
[2024-01-02T03:04:05.678Z] ERROR [main] c.e.Foo$Bar - NullPointerException at Foo.java:42 <div class="x">&nbsp;</div> __init__
snake_case camelCase SCREAMING_CASE kebab-case C:\\Windows\\System32 \\u00e9 \\x00 ``` ~~~ --- === *** {{x}} <%= y %> $HOME""".split()
EMOJI = "😀 👍🏽 👨‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 ❤️ ☺ ✨ 1️⃣ 🧑🏿‍🚀 ☠️ ™️ ♀ 🫠 :) :-( <3 ¯\\_(ツ)_/¯ (╯°□°）╯︵ ┻━┻ ʕ•ᴥ•ʔ".split()
SPACES = [chr(each) for each in (
    9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, 0x180E, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000,
    0xFEFF)]
CONTROLS = [chr(each) for each in (
    *range(32), 0x7F, 0x80, 0x9F, 0xAD, 0x600, 0x61C, 0x200B, 0x200C, 0x200D, 0x200E, 0x202E, 0x2066, 0xE000, 0xFFF9, 0xFFFC,
    0xFFFD, 0xFFFE, 0xFFFF, 0x1D173, 0xE0001, 0xE0061, 0xE007F, 0xE0100, 0xF0000, 0x10FFFD, 0x10FFFF)]
MARKS = [chr(each) for each in (
    0x300, 0x301, 0x308, 0x327, 0x328, 0x340, 0x341, 0x344, 0x345, 0x34F, 0x35C, 0x483, 0x5B0, 0x64B, 0x670, 0x93C, 0x94D, 0x9BE,
    0xE31, 0x1AB0, 0x1DC0, 0x20D0, 0x20E3, 0x302A, 0x3099, 0x309A, 0xFE0E, 0xFE0F, 0xFE20, 0x1D167)]
NAMES = ["[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]", "[sep]", "[SEP", "SEP]", "[[SEP]]", "[ SEP ]", "##ing", "[MASK].", "[unused1]"]
BLOCKS = [
    (0x21, 0x7E), (0xA1, 0x24F), (0x250, 0x36F), (0x370, 0x52F), (0x530, 0x6FF), (0x700, 0x9FF), (0xA00, 0xDFF), (0xE00, 0x10FF),
    (0x1100, 0x11FF), (0x1200, 0x18AF), (0x1900, 0x1CFF), (0x1D00, 0x1FFF), (0x2000, 0x2BFF), (0x2C00, 0x2FFF), (0x3000, 0x33FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xABFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFB00, 0xFFFF),
    (0x10000, 0x10FFF), (0x11000, 0x11FFF), (0x12000, 0x16FFF), (0x1B000, 0x1D0FF), (0x1D100, 0x1D7FF), (0x1E000, 0x1EFFF),
    (0x1F000, 0x1FAFF), (0x20000, 0x2A6DF), (0x2A6E0, 0x2CEFF), (0x2F800, 0x2FA1F), (0x30000, 0x3134F)]
LENGTHS = (1, 2, 7, 8, 9, 15, 16, 17, 24, 63, 64, 65, 95, 99, 100, 101, 102, 104, 150, 400)


def strings(seed, lines=()):
    """Ever more strings, all kinds in turn; `lines` are real texts to take pieces from."""
    source = random.Random(seed)
    kinds = [chat, code, mixed, letters, scripts, anything, marks, spaces, controls, long_words, joined, recased, names, edges]
    if lines:
        kinds += [lambda source: source.choice(lines), lambda source: damaged(source, source.choice(lines))] * 2
    while True:
        for kind in kinds:
            yield kind(source)


def broken(seed):
    """Ever more byte strings that are no UTF-8."""
    source = random.Random(seed)
    for text in strings(seed):
        data = bytearray(text.encode())
        for _ in range(source.randint(1, 4)):
            at = source.randint(0, len(data))
            data[at:at + source.randint(0, 2)] = source.choice([
                b"\xff", b"\x80", b"\xc0\xaf", b"\xe2\x82", b"\xed\xa0\x80", b"\xf0\x9f\x98", b"\xf4\x90\x80\x80", b"\xf8\x88\x80",
                b"\xe0\x80", b"\xc3", bytes([source.randrange(256)])])
        yield bytes(data)


def scalar(source, low=0, high=sys.maxunicode):
    while True:
        if not 0xD800 <= (found := source.randint(low, high)) < 0xE000:
            return chr(found)


def chat(source):
    words = [source.choice(WORDS if source.random() < 0.5 else WORDS[:40]) for _ in range(source.randint(1, 30))]
    return " ".join(word + source.choice(["", "", "", ",", "!", "...", "?", ":"]) for word in words)


def code(source):
    return source.choice(["", " ", "\n", "\t"]).join(source.choice(CODE) for _ in range(source.randint(1, 20)))


def mixed(source):
    return source.choice(["", " "]).join(source.choice(WORDS + CODE + EMOJI) for _ in range(source.randint(1, 15)))


def letters(source):
    alphabet = source.choice(["abcdefghijklmnopqrstuvwxyz", "etaoinshrdluETAOINSHRDLU0123456789", "aAeE'-._", "0123456789.,:"])
    return "".join(" " if source.random() < 0.1 else source.choice(alphabet) for _ in range(source.randint(1, 120)))


def scripts(source):
    block = source.choice(BLOCKS)
    return "".join(" " if source.random() < 0.15 else scalar(source, *block) for _ in range(source.randint(1, 40)))


def anything(source):
    return "".join(scalar(source, *source.choice([(0, 0x7F), (0, 0x7FF), (0, 0xFFFF), (0, 0x10FFFF)]))
                   for _ in range(source.randint(1, 40)))


def marks(source):
    return "".join(source.choice("aeiouAEIOUnNcC .!") + "".join(source.choices(MARKS, k=source.choice([0, 0, 1, 1, 2, 5])))
                   for _ in range(source.randint(1, 25)))


def spaces(source):
    return "".join(source.choice(SPACES) if source.random() < 0.5 else source.choice(WORDS) for _ in range(source.randint(1, 20)))


def controls(source):
    return "".join(source.choice(CONTROLS) if source.random() < 0.3 else source.choice("abcDEF é漢.[") for _ in range(
        source.randint(1, 40)))


def long_words(source):
    length = source.choice(LENGTHS)
    unit = source.choice(["a", "Ab", "é", "e\u0301", "x\u200d", "ß", "한", "q7", "\U0001d165", "un", "日", "İ", "."])
    return source.choice(["", "so "]) + (unit * length)[:length + source.choice([0, 0, 1])] + source.choice(["", " end", "!", "\0"])


def joined(source):
    return "".join(source.choice(EMOJI + MARKS + ["\u200d", "\ufe0f", " ", "a"]) for _ in range(source.randint(1, 20)))


def recased(source):
    text = chat(source)
    change = source.choice([str.upper, str.title, str.swapcase, *(
        lambda text, form=form: unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD"))])
    return change(text)


def names(source):
    return source.choice(["", " ", "\u0301", "\0"]).join(source.choice(NAMES + WORDS[:20]) for _ in range(source.randint(1, 10)))


def edges(source):
    return source.choice(["", " ", "\0", "\u0301", "a", "!", "\ufffd", "漢", "\u3000", "e\u0301", "a\0", "\0a", "[", "[SEP]", "İ", "\x85"]) * (
        source.choice([1, 1, 2, 3, 300]))


def damaged(source, text):
    """A real text with some characters of it replaced."""
    found = list(text)
    for _ in range(source.randint(1, 8)):
        if found:
            found[source.randrange(len(found))] = source.choice([scalar(source), *source.sample(MARKS + CONTROLS + SPACES, 3), ""])
    return "".join(found)
