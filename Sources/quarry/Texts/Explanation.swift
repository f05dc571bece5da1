import JSONStream
import Search
import VectorEngine

extension FoundPassage {
    /// Writes what each list said of the passage, and what each word gave.
    func write(explanation words: [TermContribution], to writer: inout JSONWriter) {
        writer.array("lists") { writer in
            for (name, said) in zip(Self.listNames, contributions) {
                writer.element(ExplainedList(name: name, said: said))
            }
        }
        writer.array("words") { writer in
            for word in words { writer.element(ExplainedWord(word: word)) }
        }
    }

    /// In the order of `contributions`.
    static let listNames = ["dense", "sparse", "rerank"]
}

private struct ExplainedList: JSONEncodable {
    let name: String
    let said: Contribution

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("list", name)
            writer.member(ifPresent: "rank", said.rank)
            writer.member(ifPresent: "score", said.score)
            writer.member("normalised", said.normalised)
            writer.member("weight", said.weight)
        }
    }
}

private struct ExplainedWord: JSONEncodable {
    let word: TermContribution

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("term", word.term)
            writer.member("count", word.value)
            writer.member(ifPresent: "documents", word.documentFrequency)
            writer.member(ifPresent: "rarity", word.inverseDocumentFrequency)
            writer.member("gave", word.contribution)
        }
    }
}
