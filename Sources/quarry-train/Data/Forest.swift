/// Connected places (union by the smaller place, with halved paths).
struct Forest {
    private var above: [Int: Int] = [:]

    mutating func root(of place: Int) -> Int {
        var place = place
        while let next = above[place] {
            if let far = above[next] { above[place] = far }
            place = next
        }
        return place
    }

    mutating func join(_ first: Int, _ second: Int) {
        let (a, b) = (root(of: first), root(of: second))
        if a != b { above[max(a, b)] = min(a, b) }
    }
}
