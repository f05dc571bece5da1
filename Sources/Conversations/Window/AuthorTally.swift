/// What a window tells of one author, gathered from its newest utterance to its oldest.
struct AuthorTally {
    var messages = 0
    /// Ages count messages back from the new one, from 1; zero is never.
    var lastAge = 0
    /// Their calls of the new message's author.
    var callsOfMe = 0
    var lastCallOfMe = 0
    /// Calls of them by the new message's author.
    var calledByMe = 0
    var lastCalledByMe = 0
    /// How the new message calls them: 1 a word that is their name, 2 the first word, 3 with a sign.
    var called: UInt8 = 0
    /// Whom their last message calls.
    var lastTarget = -1
    var overlap = 0
    var cosine: UInt8 = 0
}
