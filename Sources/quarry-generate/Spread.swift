/// Some items spread over places: the places fall into equal stretches, and each stretch holds one item at random.
///
/// Nothing is remembered, yet items are found by place as well as places by item.
struct Spread {
    let items: Int
    let places: Int
    private let seed: UInt64
    private let number: Int

    /// - Parameters:
    ///   - items: At most as many as there are places.
    ///   - number: Tells this spread from others of the same seed.
    init(_ items: Int, over places: Int, seed: UInt64, number: Int) {
        precondition(items <= places, "each item needs a place")
        self.items = items
        self.places = places
        self.seed = seed
        self.number = number
    }

    func place(of item: Int) -> Int {
        let start = item * places / items
        let end = (item + 1) * places / items
        var random = Random(seed: seed, .spread, number, item)
        return start + random.below(end - start)
    }

    func item(at place: Int) -> Int? {
        guard items > 0 else { return nil }
        // Rounding may have put the place into the stretch that follows.
        let item = place * items / places
        for candidate in [item, item + 1] where candidate < items && self.place(of: candidate) == place {
            return candidate
        }
        return nil
    }
}
