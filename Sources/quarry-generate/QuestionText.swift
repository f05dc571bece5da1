/// Words a planted question, its answers and the asker's thanks, as JSON text.
struct QuestionText {
    let seed: UInt64

    /// The plain wording of a theme, which the gold file and forum posts show.
    func title(of theme: Int) -> String {
        let theme = QuestionGrammar.theme(theme)
        return "\(plainQuestion(theme)) \(theme.environment.names[0])"
    }

    func answerInShort(to theme: Int) -> String {
        let theme = QuestionGrammar.theme(theme)
        return theme.filled(theme.problem.answers[0], name: theme.component.names[0])
    }

    func question(_ asking: Asking) -> String {
        let theme = QuestionGrammar.theme(asking.theme)
        var random = Random(seed: seed, .asking, asking.number)
        let name = random.pick(theme.component.names)
        let place = random.pick(theme.environment.names)
        let core = theme.filled(random.pick(theme.problem.questions), name: name)
        let detail = random.chance(0.6) ? " " + random.pick(theme.problem.details) : ""
        let thanks = random.chance(0.5) ? random.pick(Self.thanks) : ""
        let greeting = random.pick(Self.greetings)
        switch random.below(3) {
        case 0: return "\(greeting)\(core) \(place)?\(detail)\(thanks)".jsonEscaped
        case 1: return "\(greeting)we use Harbour \(place).\(detail)\n\(core)?\(thanks)".jsonEscaped
        default: return "\(greeting)\(random.pick(Self.leads))\(core)? This is \(place).\(detail)\(thanks)".jsonEscaped
        }
    }

    /// - Parameter number: Counts the answers to one asking.
    func answer(_ number: Int, to asking: Asking) -> String {
        let theme = QuestionGrammar.theme(asking.theme)
        var random = Random(seed: seed, .asking, asking.number, 1 + number)
        let answer = theme.filled(random.pick(theme.problem.answers), name: theme.component.names[0])
        let about = random.pick(theme.component.names)
        let place = random.pick(theme.environment.names)
        let closing = random.chance(0.5) ? " We run \(about) \(place) that way." : ""
        return "\(random.pick(Self.answerStarts))\(answer)\(closing)".jsonEscaped
    }

    func confirmation(of asking: Asking) -> String {
        let theme = QuestionGrammar.theme(asking.theme)
        var random = Random(seed: seed, .asking, asking.number, Burst.mostMessages)
        return theme.filled(random.pick(Self.confirmations), name: random.pick(theme.component.names)).jsonEscaped
    }

    private func plainQuestion(_ theme: QuestionGrammar.Theme) -> String {
        theme.filled(theme.problem.questions[0], name: theme.component.names[0])
    }

    private static let greetings = [
        "", "", "", "Hi all, ", "Hello! ", "hey, ", "Quick question: ", "Sorry if this was asked before, ",
    ]
    private static let leads = ["", "", "does anyone know: ", "I cannot figure this out, ", "stuck since yesterday: "]
    private static let thanks = [
        " Thanks!", " Any hint is welcome.", " Thanks in advance 🙏", " TIA", "\n\nWhat am I missing?",
    ]
    private static let answerStarts = ["", "", "", "Had that too. ", "Yes: ", "This comes up a lot. ", "In short: "]
    private static let confirmations = [
        "that worked, thank you! `%s` was it", "Perfect, %c is fine now.", "Confirmed, solved. Thanks a lot!",
        "works, thanks 🎉", "Can confirm: after changing `%s` the problem is gone.",
    ]
}
