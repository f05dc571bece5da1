import Conversations

/// The table of domains, in Markdown: what the models of several seeds reach on average, and what rules reach.
struct Report {
    private var lines = [
        "| domain | neighbours that change | threader | link F | exact F | 1-1 | VI |", "|---|---|---|---|---|---|---|",
    ]

    var text: String {
        lines.joined(separator: "\n")
    }

    /// - Parameter models: by the name of their kind.
    mutating func add(_ domain: Domain, _ logs: [GoldLog], _ models: [(name: String, models: [ThreadModel])]) {
        let shown = (0..<domain.rounds).flatMap { round in
            logs.enumerated().map { number, log in
                domain.applied(to: log, seed: UInt64(1000 * round + 100 + number))
            }
        }
        let place = "| \(domain.name) | \(Self.percent(100 * Domain.meanShare(shown))) |"
        let plain = shown.map(\.withoutVectors)
        for kind in models {
            let examination = Examination(logs: kind.name == Training.Kind.encoded.rawValue ? shown : plain)
            let scores = kind.models.map { model in examination.score { ModelThreader(model: model) } }
            lines.append("\(place) ours, \(kind.name) | \(Self.means(scores)) |")
        }
        let rules = Examination(logs: plain)
        lines.append("\(place) gap of 15 minutes | \(Self.means([rules.score { GapThreader() }])) |")
        lines.append("\(place) mention or self | \(Self.means([rules.score { MentionThreader() }])) |")
    }

    private static func means(_ scores: [Score]) -> String {
        [\Score.linkF, \.exactF, \.oneToOne, \.information].map { figure in
            let values = scores.map { $0[keyPath: figure] }
            let mean = values.reduce(0, +) / Double(values.count)
            guard let least = values.min(), let most = values.max(), values.count > 1 else { return percent(mean) }
            return "\(percent(mean)) (\(percent(least)) to \(percent(most)))"
        }.joined(separator: " | ")
    }

    private static func percent(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension GoldLog {
    var withoutVectors: GoldLog {
        var log = self
        for place in log.utterances.indices { log.utterances[place].vector = nil }
        return log
    }
}
