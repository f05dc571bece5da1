/// What one message does, by its words.
struct TurnReading {
    let words: Words
    let isContentless: Bool
    let isSolved: Bool
    let isThanks: Bool
    let isDenied: Bool
    let isPending: Bool
    let isFollowing: Bool
    let contradicts: Bool
    let isUndecided: Bool
    let asks: Bool

    init(_ words: Words) {
        self.words = words
        isContentless = Contentless.holds(of: words)
        isThanks = words.cues.contains(.thanks)
        isDenied = words.cues.contains(.denied) || words.all.contains("still") && words.cues.contains(.trouble)
        isPending = words.cues.contains(.pending)
        isSolved = words.cues.contains(.solved)
        isFollowing = words.count <= 16 && words.cues.contains(.following)
        contradicts = words.cues.contains(.contradiction) || ["no", "nope", "nein", "non"].contains(words.all.first)
        isUndecided = words.cues.contains(.undecided)
        asks = words.hasQuestionMark
    }

    /// Whether whoever asked says with it that an answer helped.
    var confirms: Bool {
        !isDenied && !isPending && (isThanks || isSolved && (!asks || words.hasStatement))
    }

    /// Whether it says enough to be an answer.
    var couldAnswer: Bool {
        !isContentless && !isFollowing && (words.count >= 3 || words.hasCode || words.hasUnspacedScript)
            && !(asks && words.count < 14 && !words.hasCode)
    }
}

/// Messages that say nothing by themselves: thanks, agreement, laughter, signs.
enum Contentless {
    static func holds(of words: Words) -> Bool {
        guard !words.hasCode, !words.hasUnspacedScript, words.count <= 5 else { return false }
        return words.all.allSatisfy { word in empty.contains(word) || word.utf8.count > 1 && isLaughter(word) }
    }

    private static func isLaughter(_ word: String) -> Bool {
        word.allSatisfy { $0 == "h" || $0 == "a" || $0 == "e" || $0 == "x" || $0 == "l" || $0 == "o" }
    }

    private static let empty: Set<String> = [
        "thanks", "thank", "you", "thx", "ty", "cheers", "ok", "okay", "k", "kk", "yes", "yeah", "yep", "yup", "no",
        "nope", "nah", "sure",
        "nice", "cool", "great", "awesome", "perfect", "wow", "lol", "lmao", "rofl", "haha", "hehe", "xd", "ah", "oh",
        "oof", "hm", "hmm",
        "this", "same", "true", "exactly", "indeed", "agreed", "right", "1", "so", "much", "all", "a", "lot", "and",
        "very", "np", "yw",
        "welcome", "brb", "gg", "ping", "bump", "up", "hi", "hey", "hello", "morning", "good", "bye", "me", "too", "i",
        "see", "got", "it",
        "sorry", "please", "danke", "dir", "euch", "gern", "gerne", "ja", "nein", "moin", "merci", "gracias", "grazie",
        "obrigado", "back",
        "спасибо", "да", "нет", "both", "everyone", "that", "is", "the", "one", "kind", "of", "like", "u", "na", "done",
        "yay", "ouch",
    ]
}
