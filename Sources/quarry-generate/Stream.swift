/// What a sequence of random numbers decides; two streams never share a number.
enum Stream: UInt64 {
    case lexicon = 1
    case person, role, entity
    case conversation, threadLength, spread
    case times, burst, participant
    case message, text, reactions, edit
    case history
    case question, asking
}
