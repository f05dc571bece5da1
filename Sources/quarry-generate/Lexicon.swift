/// The words of the community in classes, the frequent first, each with the blank before it.
struct Lexicon {
    let subjects: Pieces
    let capitalSubjects: Pieces
    let openers: Pieces
    let verbs: Pieces
    let determiners: Pieces
    let adjectives: Pieces
    let nouns: Pieces
    let prepositions: Pieces
    let adverbs: Pieces
    let connectives: Pieces
    /// Whole messages of a few words.
    let remarks: Pieces
    let urls: Pieces
    let foreign: [ForeignLanguage]

    init(seed: UInt64) {
        func spaced(_ words: [String]) -> Pieces { Pieces(words.map { " " + $0 }) }
        var random = Random(seed: seed, .lexicon, 0)
        subjects = spaced(English.subjects)
        capitalSubjects = spaced(English.subjects.map { $0.prefix(1).uppercased() + $0.dropFirst() })
        openers = spaced(English.openers)
        verbs = spaced(English.verbs)
        determiners = spaced(English.determiners)
        adjectives = spaced(English.adjectives)
        nouns = spaced(Self.nouns(&random))
        prepositions = spaced(English.prepositions)
        adverbs = spaced(English.adverbs)
        connectives = spaced(English.connectives)
        remarks = Pieces(English.remarks.map(\.jsonEscaped))
        urls = Pieces(Self.urls(&random))
        foreign = ForeignLanguage.all
    }

    /// Plain nouns first; then compounds, settings and versions, of which each is rare.
    private static func nouns(_ random: inout Random) -> [String] {
        var nouns: [String] = []
        var everyday = English.everydayNouns[...]
        for noun in English.technicalNouns {
            nouns.append(noun)
            if let next = everyday.popFirst() { nouns.append(next) }
        }
        nouns += everyday
        for _ in 0..<1800 { nouns.append("\(random.pick(English.technicalNouns)) \(random.pick(English.agents))") }
        for _ in 0..<600 {
            let noun = random.pick(English.technicalNouns).replacing(" ", with: "_").replacing("-", with: "_")
            nouns.append("`\(random.pick(English.settingStarts))_\(noun)_\(random.pick(English.settingEnds))`")
        }
        for _ in 0..<120 { nouns.append("v\(random.within(1...4)).\(random.below(20)).\(random.below(10))") }
        return nouns
    }

    private static func urls(_ random: inout Random) -> [String] {
        (0..<400).map { _ in
            let word = random.pick(English.technicalNouns).replacing(" ", with: "-")
            switch random.below(4) {
            case 0: return "https://github.com/harbour-db/harbour/issues/\(random.within(10...9999))"
            case 1:
                return "https://docs.harbour.example/\(random.pick(["2.3", "2.4", "3.0", "latest"]))/\(word)#options"
            case 2: return "https://stackoverflow.com/questions/\(random.within(1_000_000...79_999_999))/\(word)"
            default: return "https://blog.harbour.example/\(random.within(2019...2024))/\(word)?utm_source=chat&p=1"
            }
        }
    }
}
