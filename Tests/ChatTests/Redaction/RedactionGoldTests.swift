import Testing

@testable import Chat

@Suite("Redaction of the gold list")
struct RedactionGoldTests {
    /// What the rules make of one part of the list.
    struct Figures: Equatable {
        var lines = 0
        /// Lines that come out as they should, to the byte.
        var exact = 0
        var found: [SecretClass: Int] = [:]
        var missed: [SecretClass: Int] = [:]
        var negatives = 0
        /// Lines in which more was taken out than there was.
        var falseAlarms = 0
    }

    @Test("finds as much and raises as few false alarms as docs/redaction.md says")
    func figures() {
        let lines = GoldLine.all
        var tuned = Figures(lines: 383, exact: 383, negatives: 211)
        tuned.found = [
            .apiKey: 63, .privateKey: 11, .password: 42, .email: 17, .phone: 20, .iban: 9, .card: 12,
        ]
        #expect(figures(lines.filter { $0.part == "tuned" }) == tuned)
        var held = Figures(lines: 346, exact: 337, negatives: 210, falseAlarms: 1)
        held.found = [.apiKey: 49, .privateKey: 7, .password: 37, .email: 15, .phone: 16, .iban: 6, .card: 6]
        held.missed = [.apiKey: 3, .password: 1]
        #expect(figures(lines.filter { $0.part == "held" }) == held)
    }

    @Test("leaves what it has redacted as it is")
    func idempotence() {
        let redaction = Redaction()
        for line in GoldLine.all {
            let once = redaction.redact(line.raw)
            let twice = redaction.redact(once.text)
            #expect(twice == RedactedText(text: once.text), "\(line.redacted)")
        }
    }

    @Test("does the same to a line whatever lines stand around it")
    func surroundings() {
        let redaction = Redaction()
        for line in GoldLine.all where !line.raw.hasPrefix("-----BEGIN") {
            let alone = redaction.redact(line.raw).text
            let between = redaction.redact("so I tried that:\n\n\(line.raw)\n\nand it failed?").text
            #expect(between == "so I tried that:\n\n\(alone)\n\nand it failed?")
        }
    }

    private func figures(_ lines: [GoldLine]) -> Figures {
        let redaction = Redaction()
        var figures = Figures(lines: lines.count)
        for line in lines {
            let redacted = redaction.redact(line.raw)
            if redacted.text == line.redacted { figures.exact += 1 }
            if line.secrets.isEmpty { figures.negatives += 1 }
            let found = line.secrets.filter { !redacted.text.contains($0.text) }
            for secret in line.secrets {
                let isFound = !redacted.text.contains(secret.text)
                (isFound ? \Figures.found : \Figures.missed).add(secret.kind, to: &figures)
            }
            if redacted.counts.values.reduce(0, +) > found.count { figures.falseAlarms += 1 }
        }
        return figures
    }
}

extension WritableKeyPath<RedactionGoldTests.Figures, [SecretClass: Int]> {
    fileprivate func add(_ kind: SecretClass, to figures: inout RedactionGoldTests.Figures) {
        figures[keyPath: self][kind, default: 0] += 1
    }
}
