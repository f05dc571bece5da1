/// Wraps prose and aligned rows to the width of the help.
enum TextLayout {
    static let width = 100

    /// A label and what is said of it.
    struct Row {
        let label: String
        let text: String
    }

    /// Lines of at most `width` columns, where a longer word stands alone; every line but the first is indented.
    static func wrap(_ text: String, width: Int = width, hanging: Int = 0) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if line.allSatisfy({ $0 == " " }) {
                line += word
            } else if line.count + 1 + word.count <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = String(repeating: " ", count: hanging) + word
            }
        }
        return lines + [line]
    }

    /// Paragraphs wrapped one by one; a line that begins with a space is left as it is.
    static func paragraphs(_ text: String) -> [String] {
        var lines: [String] = []
        var prose: [Substring] = []
        func flush() {
            if !prose.isEmpty { lines += wrap(prose.joined(separator: " ")) }
            prose = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty || line.first == " " {
                flush()
                lines.append(String(line))
            } else {
                prose.append(line)
            }
        }
        flush()
        return lines
    }

    /// The column at which the texts of these rows begin; a label that is too long for it gets a line of its own.
    static func column(for rows: [Row], longestLabel: Int = 30) -> Int {
        (rows.map(\.label.count).filter { $0 <= longestLabel }.max() ?? 0) + 4
    }

    /// Rows indented by two, with their texts aligned at a column.
    static func lines(of rows: [Row], column: Int) -> [String] {
        rows.flatMap { row -> [String] in
            let margin = String(repeating: " ", count: column)
            let label = "  " + row.label
            guard !row.text.isEmpty else { return [label] }
            let texts = wrap(row.text, width: width - column)
            guard label.count + 2 <= column else { return [label] + texts.map { margin + $0 } }
            let first = label + String(repeating: " ", count: column - label.count) + texts[0]
            return [first] + texts.dropFirst().map { margin + $0 }
        }
    }
}
