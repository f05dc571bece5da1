/// The known name that a misspelt one was probably meant to be, by Levenshtein's distance over letters in lower case.
enum NearestName {
    static func of(_ typed: String, among names: [String]) -> String? {
        let word = Array(typed.lowercased().prefix(64))
        let bound = word.count <= 3 ? 1 : 2 + word.count / 9
        let near = names.map { (name: $0, distance: distance(word, Array($0.lowercased().prefix(64)))) }
        guard let best = near.min(by: { $0.distance < $1.distance }), best.distance <= bound else { return nil }
        return best.name
    }

    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let best = min(row[j] + 1, row[j + 1] + 1, diagonal + (letter == other ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = best
            }
        }
        return row[b.count]
    }
}
