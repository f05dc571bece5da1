import Conversations

/// Messages to learn from: the rows of each one's candidates, and which of them are right.
struct ExampleSet {
    let width: Int
    /// Row by row.
    private(set) var bytes: [UInt8] = []
    /// How right each row is, from 0 to 1.
    private(set) var credits: [Float] = []
    /// The first row of each message, and the end.
    private(set) var starts = [0]

    init(width: Int) {
        self.width = width
    }

    var rows: Int { credits.count }
    var messages: Int { starts.count - 1 }

    /// Adds a message, but where none of its rows is wholly right.
    mutating func add(_ rows: FeatureRows, _ places: [Int], credits new: [Float]) {
        guard new.contains(1) else { return }
        for place in places {
            for column in 0..<width { bytes.append(rows[place, column]) }
        }
        credits += new
        starts.append(credits.count)
    }

    mutating func append(_ other: ExampleSet) {
        precondition(width == other.width, "examples of another kind")
        let base = rows
        bytes += other.bytes
        credits += other.credits
        starts += other.starts.dropFirst().map { $0 + base }
    }

    func range(_ message: Int) -> Range<Int> {
        starts[message]..<starts[message + 1]
    }
}
