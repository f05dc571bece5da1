/// What stands out in a text: signs of a question, an answer, thanks, code.
struct TextCues: OptionSet, Sendable {
    let rawValue: UInt32

    static let questionMark = TextCues(rawValue: 1 << 0)
    static let opensAsQuestion = TextCues(rawValue: 1 << 1)
    static let asksAnyone = TextCues(rawValue: 1 << 2)
    static let greets = TextCues(rawValue: 1 << 3)
    static let thanks = TextCues(rawValue: 1 << 4)
    static let opensWithYes = TextCues(rawValue: 1 << 5)
    static let opensWithNo = TextCues(rawValue: 1 << 6)
    static let opensByPointing = TextCues(rawValue: 1 << 7)
    static let opensByJoining = TextCues(rawValue: 1 << 8)
    static let tellsOfError = TextCues(rawValue: 1 << 9)
    static let advises = TextCues(rawValue: 1 << 10)
    static let saysI = TextCues(rawValue: 1 << 11)
    static let saysYou = TextCues(rawValue: 1 << 12)
    static let laughs = TextCues(rawValue: 1 << 13)
    static let isSolved = TextCues(rawValue: 1 << 14)
    static let apologises = TextCues(rawValue: 1 << 15)
    static let leaves = TextCues(rawValue: 1 << 16)
    static let hasLink = TextCues(rawValue: 1 << 17)
    static let hasCode = TextCues(rawValue: 1 << 18)
    static let isCommand = TextCues(rawValue: 1 << 19)
    static let trailsOff = TextCues(rawValue: 1 << 20)
    static let opensWithCapital = TextCues(rawValue: 1 << 21)
    static let endsWithStop = TextCues(rawValue: 1 << 22)
    static let hasNumber = TextCues(rawValue: 1 << 23)

    static let count = 24

    /// What a word says wherever it stands.
    static func anywhere(_ word: WordHash) -> TextCues {
        cuesAnywhere[word] ?? []
    }

    /// What a word says as the first one behind a name that was called.
    static func opening(_ word: WordHash) -> TextCues {
        cuesOfOpening[word] ?? []
    }

    private static let cuesAnywhere = table([
        (.asksAnyone, "anyone anybody someone somebody help wondering"),
        (.greets, "hi hello hey hiya howdy greetings heya"),
        (.thanks, "thanks thx ty thank tnx cheers thankyou tyvm thank's appreciated"),
        (
            .tellsOfError,
            """
            error errors fail failed fails failing broken crash crashes crashed cannot can't cant doesn't doesnt won't \
            wont problem problems issue issues segfault missing invalid unable exception didn't didnt weird
            """
        ),
        (
            .advises,
            """
            try use type install run apt apt-get sudo check click open edit add remove download google read look \
            recommend suggest should
            """
        ),
        (.saysI, "i i'm im i've ive my me mine i'll i'd"),
        (.saysYou, "you your you're youre u ur yours you'll you've"),
        (.laughs, "lol haha hehe rofl heh lmao xd hah :) :d ;) :p :-) ;-) :( ^^ =) :o"),
        (.isSolved, "works worked working fixed solved perfect great awesome cool nice excellent got"),
        (.apologises, "sorry oops nvm nevermind mistake"),
        (.leaves, "bye cya later brb afk gn night goodnight"),
    ])

    private static let cuesOfOpening = table([
        (
            .opensAsQuestion,
            """
            how what whats what's where wheres where's why when who whose which is are can could does do did will would \
            should anyone anybody has have any am hows how's isn't aren't doesn't
            """
        ),
        (.opensWithYes, "yes yeah yep yup ya ok okay k sure right indeed correct exactly true ah oh aha yea okey"),
        (.opensWithNo, "no nope nah wrong not never nothing none"),
        (.opensByPointing, "it that this they those these them it's its thats that's he she there same"),
        (.opensByJoining, "and but so or then also because cuz though well just maybe unless except"),
    ])

    private static func table(_ lists: [(TextCues, String)]) -> [WordHash: TextCues] {
        var cues: [WordHash: TextCues] = [:]
        for (cue, words) in lists {
            for word in words.split(separator: " ") { cues[WordHash(word.utf8), default: []].formUnion(cue) }
        }
        return cues
    }
}
