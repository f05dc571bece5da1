/// Phrases that tell what a message does in a conversation. Apostrophes are left out, as `Words` leaves them out.
///
/// English first, then the languages that communities of software mix with it. A phrase earns its place by being said for this
/// purpose and hardly for another.
struct Cues: OptionSet, Sendable {
    let rawValue: UInt16

    static let solved = Cues(rawValue: 1 << 0)
    static let thanks = Cues(rawValue: 1 << 1)
    static let denied = Cues(rawValue: 1 << 2)
    static let pending = Cues(rawValue: 1 << 3)
    static let contradiction = Cues(rawValue: 1 << 4)
    static let undecided = Cues(rawValue: 1 << 5)
    static let following = Cues(rawValue: 1 << 6)
    static let asking = Cues(rawValue: 1 << 7)
    static let trouble = Cues(rawValue: 1 << 8)
    static let social = Cues(rawValue: 1 << 9)
    static let debate = Cues(rawValue: 1 << 10)
    static let news = Cues(rawValue: 1 << 11)

    /// It is solved.
    private static let solvedPhrases = [
        "fixed it", "that fixed", "fixed now", "is fixed", "solved", "that was it", "that was the", "that worked",
        "it worked",
        "worked", "works now", "works", "working now", "works fine", "is working", "did the trick", "that did it",
        "that is the trick",
        "thats the trick", "was enough", "it lives", "survived", "no problems", "got it working", "got it to work",
        "it is fine now",
        "all good now", "all green", "up and running", "resolved", "problem gone", "errors are gone", "error is gone",
        "is gone",
        "it is then", "it is", "exactly what i", "can confirm", "confirmed",
        "klappt", "geht jetzt", "geht wieder", "läuft", "läuft jetzt", "funktioniert", "gelöst", "alles durch", "passt",
        "hat geholfen",
        "ça marche", "ça fonctionne", "résolu", "cest bon", "funciona", "funcionó", "resuelto", "solucionado",
        "funcionou",
        "resolvido", "funziona", "risolto", "werkt", "opgelost", "działa", "rozwiązane", "çalıştı", "çözüldü",
        "работает",
        "заработало", "решено", "помогло", "可以了", "解决了", "好了", "成功了", "搞定", "動きました", "解決しました", "できました",
    ]

    /// Thanks, which after an answer mean that it helped, unless something speaks against it.
    private static let thanksPhrases = [
        "thanks", "thank you", "thank u", "thx", "thnx", "ty", "tysm", "tyvm", "cheers", "much appreciated",
        "appreciate it",
        "lifesaver", "legend", "youre the best", "perfect", "awesome", "brilliant", "good enough", "makes sense",
        "got it",
        "danke", "vielen dank", "dankeschön", "super danke", "merci", "gracias", "obrigado", "obrigada", "grazie",
        "bedankt", "dank je",
        "dzięki", "dziękuję", "teşekkürler", "teşekkür ederim", "sağol", "спасибо", "благодарю", "谢谢", "感谢", "多谢",
        "ありがとう",
        "감사합니다",
    ]

    /// It does not work, or not yet.
    private static let deniedPhrases = [
        "didnt work", "doesnt work", "does not work", "did not work", "not working", "isnt working", "no luck",
        "still not",
        "still no", "still the same", "still failing", "still stuck", "still get", "still getting", "still happens",
        "still broken",
        "still leaking", "same error", "same problem", "same result", "didnt help", "doesnt help", "did not help",
        "no change",
        "nothing changed", "doesnt change", "no difference", "makes no difference", "not fixed", "unfortunately",
        "guess not",
        "geht nicht", "klappt nicht", "funktioniert nicht", "immer noch", "leider", "gleicher fehler", "ne marche pas",
        "toujours pas", "no funciona", "sigue sin", "não funciona", "non funziona", "werkt niet", "nie działa",
        "не работает",
        "не помогло", "还是不行", "不行", "没用", "動きません", "だめでした",
    ]

    /// Whoever says it has not tried yet.
    private static let pendingPhrases = [
        "ill try", "i will try", "will try", "let me try", "gonna try", "going to try", "trying that", "trying it",
        "fingers crossed",
        "will report back", "will check", "ill check", "let me check", "probier ich", "probiere ich",
        "werde ich testen", "je vais essayer",
        "voy a probar", "vou tentar", "попробую", "我试试", "试一下", "試してみます",
    ]

    /// Another person says the opposite.
    private static let contradictionPhrases = [
        "thats wrong", "that is wrong", "not true", "not correct", "thats not", "that is not", "incorrect",
        "i disagree", "disagree",
        "id say the opposite", "the opposite", "actually no", "dont do that", "please dont", "bad advice", "not proof",
        "nonsense",
        "depends", "on the contrary", "i wouldnt", "id still", "it just works", "zero problems", "stimmt nicht",
        "falsch", "quatsch",
        "cest faux", "pas vrai", "no es cierto", "eso no es", "non è vero", "неправда", "неверно", "不对", "错了", "違います",
    ]

    /// Nobody can say which of two answers holds.
    private static let undecidedPhrases = [
        "no recommendation", "matter of faith", "flip a coin", "five opinions", "four opinions", "both are fine",
        "do i do it or not",
        "neither bless", "cant recommend", "opinions differ", "agree to disagree", "who is right", "so which is it",
        "where we were",
    ]

    /// Said by those who have the same question.
    private static let followingPhrases = [
        "following", "same here", "me too", "same question", "same issue", "same problem here", "would love this",
        "would love to know",
        "no idea", "bump", "bumping", "anyone", "any news", "any update", "still stuck", "did you find",
        "if you find out", "no answer",
        "+1", "ich auch", "keine ahnung", "moi aussi", "aussi", "yo también", "eu também", "anchio", "тоже", "同问", "我也",
        "同じく",
    ]

    /// How a question is worded that wants help.
    private static let askingPhrases = [
        "how do i", "how do you", "how can i", "how to", "how does", "how should", "how would", "how is", "how are",
        "how long", "how many",
        "can i", "can you", "can we", "can one", "could i", "should i", "do i need", "do i have to", "must i",
        "where do i", "where can i",
        "where does", "what is", "whats", "what does", "what do you", "what would", "what should", "what am i",
        "what changed", "which one",
        "which", "why", "why does", "why is", "is it possible", "is there", "is this normal", "are there",
        "is it normal", "is it safe",
        "is it a bug", "is it expected", "is that", "any way", "any idea", "any ideas", "any trick", "any help",
        "anyone know",
        "anybody know", "does anyone", "has anyone", "anyone seen", "anyone else", "help", "please help", "need help",
        "stuck", "trick",
        "when would", "or do i", "does it matter", "what happens", "recommended way", "rule for", "looking for",
        "want to", "need to",
        "wie", "warum", "wieso", "weiß jemand", "kann ich", "kann man", "gibt es", "gibts", "geht das", "was übersehe",
        "reicht es", "hilfe",
        "comment", "pourquoi", "estce que", "quelquun sait", "como", "cómo", "por qué", "porque", "alguien sabe",
        "se puede", "hay alguna",
        "perché", "qualcuno sa", "hoe", "waarom", "jak", "dlaczego", "nasıl", "neden", "как", "почему", "можно ли",
        "подскажите", "怎么", "如何",
        "为什么", "请问", "吗", "什么", "どう", "なぜ", "ですか", "教えて",
    ]

    /// Something goes wrong.
    private static let troublePhrases = [
        "error", "errors", "crash", "crashes", "crashing", "crashed", "fails", "failed", "failing", "failure",
        "exception", "panic",
        "panicked", "refused", "denied", "timeout", "timed out", "broken", "bug", "killed", "oom", "oomkilled", "leak",
        "stuck", "slow",
        "painful", "dying", "dies", "hangs", "freezes", "cannot", "cant", "unable", "invalid", "unknown", "missing",
        "gone", "locked out",
        "wont", "doesnt", "isnt", "not working", "unauthorized", "forbidden", "segfault", "core dumped",
        "illegal instruction", "corrupt",
        "fehler", "absturz", "geht nicht", "erreur", "plante", "falla", "falló", "erro", "errore", "fout", "błąd",
        "hata", "ошибка",
        "报错", "错误", "失败", "崩溃", "エラー",
    ]

    /// People among themselves.
    private static let socialPhrases = [
        "hi all", "hello everyone", "hey everybody", "hi everyone", "good morning", "good night", "good evening",
        "happy birthday",
        "welcome", "coffee", "lunch", "dinner", "weekend", "holiday", "vacation", "movie", "documentary", "music",
        "game", "boardgame",
        "anyone here from", "in here from", "any people here", "who is going", "whos going", "whos in", "meetup",
        "job offers", "off topic",
        "offtopic", "unrelated", "shoutout", "chapeau", "keyboard", "is it me", "just me", "anyone else awake",
        "anyone watched", "lol",
        "dont lie", "be honest", "summary please", "guten morgen", "moin", "frage an alle", "student here",
        "asking for my boss",
    ]

    /// What is up for debate.
    private static let debatePhrases = [
        "roadmap", "feature request", "proposal", "rfc", "would people", "do we want", "should we", "id vote", "i vote",
        "what do you think",
        "thoughts", "opinions on", "open an issue", "for the call", "benchmark", "i re ran", "release plan",
        "deprecate", "design of",
    ]

    /// News for everyone.
    private static let newsPhrases = [
        "is out", "is live", "released", "release notes", "now available", "is available", "announcing", "announcement",
        "changelog",
        "everyone", "here is the release", "maintenance window", "scheduled maintenance", "community call", "new home",
        "stop working on",
    ]

    /// All phrases with what they are cues of.
    fileprivate static var phrases: [(phrases: [String], cue: Cues)] {
        [
            (solvedPhrases, .solved), (thanksPhrases, .thanks), (deniedPhrases, .denied), (pendingPhrases, .pending),
            (contradictionPhrases, .contradiction), (undecidedPhrases, .undecided), (followingPhrases, .following),
            (askingPhrases, .asking), (troublePhrases, .trouble), (socialPhrases, .social), (debatePhrases, .debate),
            (newsPhrases, .news),
        ]
    }
}

/// Finds all phrases in one pass over a text's words.
struct CueTable: Sendable {
    static let standard = CueTable()

    private struct Phrase {
        /// The words behind the first.
        let rest: [String]
        let cue: Cues
    }

    /// By the first word.
    private let phrases: [String: [Phrase]]
    /// Those of scripts that set no blanks between words.
    private let unspaced: [(text: String, cue: Cues)]

    private init() {
        var phrases: [String: [Phrase]] = [:]
        var unspaced: [(text: String, cue: Cues)] = []
        for (texts, cue) in Cues.phrases {
            for text in texts {
                let words = text.split(separator: " ").map(String.init)
                if let lead = text.utf8.first, lead >= Self.firstUnspacedByte {
                    unspaced.append((text, cue))
                } else if let first = words.first {
                    phrases[first, default: []].append(Phrase(rest: Array(words.dropFirst()), cue: cue))
                }
            }
        }
        self.phrases = phrases
        self.unspaced = unspaced
    }

    /// In UTF-8, kana and all later scripts begin with this byte or a greater one.
    private static let firstUnspacedByte: UInt8 = 0xe3

    func cues(in words: [String], hasUnspacedScript: Bool) -> Cues {
        var cues: Cues = []
        for (index, word) in words.enumerated() {
            guard let candidates = phrases[word] else { continue }
            for phrase in candidates where !cues.contains(phrase.cue) {
                if words[(index + 1)...].starts(with: phrase.rest) { cues.insert(phrase.cue) }
            }
        }
        guard hasUnspacedScript else { return cues }
        for word in words where !(word.utf8.first.map { $0 < Self.firstUnspacedByte } ?? true) {
            for (text, cue) in unspaced where !cues.contains(cue) && word.contains(text) { cues.insert(cue) }
        }
        return cues
    }
}
