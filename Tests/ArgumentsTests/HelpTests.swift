import Testing

@testable import Arguments

@Suite("Help")
struct HelpTests {
    @Test("a command's help shows all that its table knows")
    func showsCommand() {
        let expected = """
            Usage: quarry ingest [options] DIR

            Reads chat exports into the archive.

            Every file below DIR is read once; a message that is already in the archive is left as it is, so the
            same export may be read twice.

              DIR/<channel>/<date>.json

            Arguments:
              DIR                 The folder to read.

            Options:
              -o, --output DIR    Where the archive is written. (environment: QUARRY_OUTPUT; default:
                                  output/<name>)
              -c, --channel NAME  Only this channel. (may be repeated)
              --format FORMAT     How the report is written. (one of: text, json, markdown; default: text)
              -n, --limit COUNT   Stop early. (environment: QUARRY_LIMIT; default: 100)
              --seed SEED         Where randomness starts.
              --weight WEIGHT     How much a reply counts, relative to the message it answers. (default: 0.5)
              -q, --quiet         Print nothing but errors.
              -v, --verbose       Print every file.
              -h, --help          Show this help.

            Examples:
              quarry ingest corpora/sample     reads the sample
              quarry ingest -c general export  reads one channel
            """
        #expect(quarry.help(for: Ingest.self) == expected)
    }

    @Test("the sections that a command has no use for are left out")
    func leavesOutSections() {
        let expected = """
            Usage: quarry search [options] [QUERY] [FILE...]

            Finds messages.

            Arguments:
              QUERY       What to look for. (default: everything)
              FILE        An archive to search. (may be repeated)

            Options:
              -h, --help  Show this help.
            """
        #expect(quarry.help(for: Search.self) == expected)
    }

    @Test("a number of values that must be given is shown")
    func showsLeastCount() {
        let expected = """
            Usage: quarry merge [options] FORMAT FILE...

            Merges archives.

            Arguments:
              FORMAT      How to write the result. (one of: text, json, markdown)
              FILE        An archive. (at least 2)

            Options:
              -h, --help  Show this help.
            """
        #expect(quarry.help(for: Merge.self) == expected)
    }

    @Test("the program's help lists its commands")
    func showsProgram() {
        let expected = """
            Usage: quarry COMMAND [options]

            Searches chat exports.

            Commands:
              ingest               Reads chat exports into the archive.
              search               Finds messages.
              merge                Merges archives.
              help                 Shows the help of the program or of one command.
              completions          Prints a script of completions for a shell.

            Options:
              --version            Show the version.
              --completions SHELL  Print a script of completions. (one of: bash, zsh, fish)
              -h, --help           Show this help.

            See 'quarry COMMAND --help' for the arguments of a command.
            """
        #expect(quarry.help() == expected)
    }

    static let generateHelp = """
        Usage: quarry-generate [options] [DIR]

        Writes a synthetic export.

        Arguments:
          DIR                  Where to write.

        Options:
          --messages COUNT     How many messages to write. (default: 1000)
          -f, --format FORMAT  How they're written. (one of: text, json, markdown; default: json)
          --version            Show the version.
          --completions SHELL  Print a script of completions. (one of: bash, zsh, fish)
          -h, --help           Show this help.
        """

    @Test("a single command's help includes the program's options")
    func showsSingle() {
        #expect(generate.help() == Self.generateHelp)
    }

    @Test("the reference holds every help once, under its own heading")
    func listsReference() {
        #expect(generate.reference() == "## quarry-generate\n\n```text\n\(Self.generateHelp)\n```")
        let headings = quarry.reference().split(separator: "\n").filter { $0.hasPrefix("## ") }
        let names = ["", " ingest", " search", " merge", " help", " completions"]
        #expect(headings == names.map { "## quarry\($0)" })
        #expect(
            quarry.reference().contains(
                "## quarry merge\n\n```text\n\(quarry.help(for: Merge.self))\n```\n\n## quarry help\n\n```text\n"))
    }
}

@Suite("Text layout")
struct TextLayoutTests {
    @Test(
        "words wrap within the width and a longer one stands alone",
        arguments: [
            ("", [""]), ("a b", ["a b"]), ("aaaa bbbb cc", ["aaaa bbbb", "  cc"]),
            ("aaaa bbbbb", ["aaaa bbbbb"]), ("aaaa bbbbbb", ["aaaa", "  bbbbbb"]),
            ("aaaaaaaaaaaa b", ["aaaaaaaaaaaa", "  b"]), (" a \n b ", ["a b"]),
        ])
    func wraps(text: String, lines: [String]) {
        #expect(TextLayout.wrap(text, width: 10, hanging: 2) == lines)
    }

    @Test("prose lines are joined, blank and indented ones are kept")
    func keepsIndentedLines() {
        #expect(TextLayout.paragraphs("a\nb\n\nc\n  d\n e") == ["a b", "", "c", "  d", " e"])
    }

    @Test("a label that is too long gets a line of its own and moves no column")
    func breaksLongLabels() {
        let rows = [
            TextLayout.Row(label: "ab", text: "one"),
            TextLayout.Row(label: "abcdef", text: "two"),
            TextLayout.Row(label: "abc", text: "three"),
            TextLayout.Row(label: "a", text: ""),
        ]
        let column = TextLayout.column(for: rows, longestLabel: 4)
        #expect(column == 7)
        #expect(
            TextLayout.lines(of: rows, column: column) == [
                "  ab   one", "  abcdef", "       two", "  abc  three", "  a",
            ])
    }

    @Test("no line of any help is wider than a hundred columns")
    func staysWithinWidth() {
        let words = Array(repeating: "word", count: 80).joined(separator: " ")
        let row = TextLayout.Row(label: "label", text: words)
        let lines = TextLayout.lines(of: [row], column: 34) + TextLayout.paragraphs(words)
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(lines.contains { $0.count > 95 })
        #expect(quarry.reference().split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
}
