import Arguments
import Foundation
import TestSupport
import Testing

@Suite("Completions")
struct CompletionsTests {
    @Test("bash accepts the script", arguments: [quarry, generate])
    func bashParses(interface: Interface) throws {
        let run = try bash(["-n", "-c", interface.completions(for: .bash)])
        #expect(run == BashRun(status: 0, output: ""))
        let broken = try bash(["-n", "-c", interface.completions(for: .bash) + "\n}"])
        #expect(broken.status != 0)
    }

    @Test(
        "bash offers what may follow",
        arguments: [
            ("quarry |", "ingest search merge help completions"),
            ("quarry in|", "ingest"),
            ("quarry --|", "--version --completions --help"),
            ("quarry --completions |", "bash zsh fish"),
            ("quarry completions z|", "zsh"),
            ("quarry help m|", "merge"),
            ("quarry ingest --f|", "--format"),
            ("quarry ingest --format |", "text json markdown"),
            ("quarry ingest --format = j|", "json"),
            ("quarry ingest --format =|", "text json markdown"),
            ("quarry ingest in --format m|", "markdown"),
            // No answer makes bash offer file names.
            ("quarry ingest |", ""),
            ("quarry ingest -o |", ""),
            ("quarry ingest -o -|", ""),
            ("quarry ingest -v|", "-v"),
            ("quarry merge |", "text json markdown"),
            ("quarry nonsense |", ""),
            ("quarry-generate --m|", "--messages"),
            ("quarry-generate -f t|", "text"),
            ("quarry-generate |", ""),
        ])
    func bashOffers(line: String, expected: String) throws {
        let words = line.dropLast().split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let interface = words[0] == "quarry" ? quarry : generate
        let function = words[0] == "quarry" ? "_quarry" : "_quarry_generate"
        let script = """
            \(interface.completions(for: .bash))
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); \(function); echo "${COMPREPLY[*]}"
            """
        let run = try bash(["-c", script, "bash"] + words)
        #expect(run == BashRun(status: 0, output: expected + "\n"))
    }

    @Test("zsh gets one specification for each parameter")
    func zshSingle() {
        let expected = #"""
            #compdef quarry-generate
            # zsh completions for quarry-generate; save as _quarry_generate in a folder of $fpath.
            _quarry_generate() {
                _arguments -s \
                    '--messages=[How many messages to write.]:COUNT:_files' \
                    '(-f --format)'{-f+,--format=}'[How they'\''re written.]:FORMAT:(text json markdown)' \
                    '--version[Show the version.]' \
                    '--completions=[Print a script of completions.]:SHELL:(bash zsh fish)' \
                    '(-h --help)'{-h,--help}'[Show this help.]' \
                    '::DIR:_files'
            }
            if [[ $funcstack[1] == _quarry_generate ]]; then
                _quarry_generate "$@"
            else
                compdef _quarry_generate quarry-generate
            fi
            """#
        #expect(generate.completions(for: .zsh) == expected)
    }

    @Test("zsh describes the commands and selects by the first word")
    func zshSeveral() {
        let script = quarry.completions(for: .zsh)
        let merge = #"""
                    merge)
                        shift words
                        (( CURRENT-- ))
                        _arguments -s \
                            '(-h --help)'{-h,--help}'[Show this help.]' \
                            ':FORMAT:(text json markdown)' \
                            '*:FILE:_files'
                        ;;

            """#
        #expect(script.contains(merge))
        #expect(script.contains("            'ingest:Reads chat exports into the archive.'\n"))
        #expect(script.contains("'*'{-c+,--channel=}'[Only this channel.]:NAME:_files'"))
        #expect(script.contains("'(-q --quiet)'{-q,--quiet}'[Print nothing but errors.]'"))
    }

    @Test("fish gets one line for each option and for each list of choices")
    func fishSingle() {
        let expected = #"""
            # fish completions for quarry-generate; load them with: quarry-generate --completions fish | source
            complete -c quarry-generate -l messages -r -F -d 'How many messages to write.'
            complete -c quarry-generate -s f -l format -x -a 'text json markdown' -d 'How they\'re written.'
            complete -c quarry-generate -l version -d 'Show the version.'
            complete -c quarry-generate -l completions -x -a 'bash zsh fish' -d 'Print a script of completions.'
            complete -c quarry-generate -s h -l help -d 'Show this help.'
            complete -c quarry-generate -F
            """#
        #expect(generate.completions(for: .fish) == expected)
    }

    @Test("fish offers a command's parameters after the command only")
    func fishSeveral() {
        let lines = quarry.completions(for: .fish).split(separator: "\n")
        let merge = "complete -c quarry -n '__fish_seen_subcommand_from merge'"
        #expect(lines[1] == "complete -c quarry -f")
        #expect(lines.contains("complete -c quarry -n __fish_use_subcommand -a search -d 'Finds messages.'"))
        #expect(
            lines.filter { $0.hasPrefix(merge) } == [
                "\(merge) -s h -l help -d 'Show this help.'",
                "\(merge) -a 'text json markdown' -d 'How to write the result.'",
                "\(merge) -F",
            ])
    }

    private struct BashRun: Equatable {
        let status: Int32
        let output: String
    }

    private func bash(_ arguments: [String]) throws -> BashRun {
        let folder = try ScratchFolder()
        let output = try folder.write("", to: "output")
        let bash = try ChildProcess("/bin/bash", ["--norc"] + arguments, in: folder.path, output: .file(output))
        return BashRun(status: bash.wait(), output: try folder.text("output"))
    }
}
