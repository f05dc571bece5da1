import Conversations
import Glibc

/// How well logs were threaded, as the evaluation kit's script has it, in percent.
struct Score {
    private var messages = 0
    private var links = (right: 0, told: 0, gold: 0)
    private var exact = (right: 0, told: 0, gold: 0)
    private var overlap = 0
    private var table: [[Int]: Int] = [:]
    private var rows: [[Int]: Int] = [:]
    private var columns: [[Int]: Int] = [:]
    private var logs = 0

    var linkF: Double { Self.balanced(links) }
    var exactF: Double { Self.balanced(exact) }
    var oneToOne: Double { 100 * Double(overlap) / Double(max(messages, 1)) }
    var count: Int { messages }

    /// One less the variation of information over its largest value.
    var information: Double {
        guard messages > 1 else { return 100 }
        let total = Double(messages)
        var joint = 0.0
        var mutual = 0.0
        for (key, count) in table.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let share = Double(count) / total
            joint -= share * log2(share)
            let row = Double(rows[[key[0], key[1]]] ?? 0)
            let column = Double(columns[[key[0], key[2]]] ?? 0)
            mutual += share * log2(Double(count) * total / (row * column))
        }
        return 100 * (1 - (joint - mutual) / log2(total))
    }

    private static func balanced(_ counts: (right: Int, told: Int, gold: Int)) -> Double {
        200 * Double(counts.right) / Double(max(counts.told + counts.gold, 1))
    }

    /// - Parameter told: the parent of each message by places, its own where it starts a conversation.
    mutating func add(_ log: GoldLog, told: [Int]) {
        let gold = log.conversations
        let scored = log.parents.keys.sorted()
        var forest = Forest()
        for (place, parent) in told.enumerated() { forest.join(place, parent) }
        var ours: [Int: Int] = [:]
        for place in scored {
            ours[place] = forest.root(of: place)
            let parents = log.parents[place] ?? []
            links.told += 1
            links.gold += parents.count
            if parents.contains(told[place]) { links.right += 1 }
        }
        messages += scored.count
        logs += 1
        compare(scored, ours, gold)
    }

    private mutating func compare(_ scored: [Int], _ ours: [Int: Int], _ gold: [Int: Int]) {
        var told: [Int: Set<Int>] = [:]
        var right: [Int: Set<Int>] = [:]
        var local: [[Int]: Int] = [:]
        for place in scored {
            let (a, g) = (ours[place] ?? place, gold[place] ?? place)
            told[a, default: []].insert(place)
            right[g, default: []].insert(place)
            local[[a, g], default: 0] += 1
            table[[logs, a, g], default: 0] += 1
            rows[[logs, a], default: 0] += 1
            columns[[logs, g], default: 0] += 1
        }
        let toldSets = Set(told.values.filter { $0.count > 1 })
        let rightSets = Set(right.values.filter { $0.count > 1 })
        exact.right += toldSets.intersection(rightSets).count
        exact.told += toldSets.count
        exact.gold += rightSets.count
        let aOrder = told.keys.sorted()
        let gOrder = right.keys.sorted()
        let weights = aOrder.map { a in gOrder.map { g in local[[a, g]] ?? 0 } }
        overlap += Assignment.best(weights)
    }
}
