/// The English words that sentences are made of, the frequent first.
enum English {
    static let subjects = words(
        """
        I we it that you they this he she someone everyone nobody it's|not|clear|but|it our|team the|cluster the|docs
        the|server the|client my|colleague the|maintainers one|of|us support production staging the|new|release
        """)

    static let openers = words(
        "so, yeah, ok hmm, btw, fwiw, well, actually, no, yes, oh, right, sorry, also, lol, anyway, honestly, wait, huh, ah,"
    )

    static let verbs = words(
        """
        tried saw had got used checked found ran changed needed moved restarted fixed noticed broke added wrote set
        dropped enabled read asked deleted built updated loaded wanted hit lost disabled opened replaced tested created
        dumped reverted rebuilt expected upgraded migrated benchmarked measured compiled profiled pinned patched
        vacuumed truncated reindexed merged cached throttled sharded restored exported imported parsed configured
        rolled|back looked|at waited|for switched|to ended|up|with ran|into gave|up|on kept|an|eye|on figured|out
        """)

    static let determiners = words("the a the my our this that every another some the|same one|more your each no any")

    static let adjectives = words(
        """
        new old other same last first big slow different whole small right wrong local good bad empty missing second
        broken large single fast main current weird real full stale unused remote nested default corrupt parallel
        temporary incremental read-only asynchronous partial redundant experimental distributed undocumented
        """)

    static let technicalNouns = words(
        """
        query index table server database error replica log cluster schema row column node backup client version
        connection config driver key cache partition disk migration memory transaction timestamp container snapshot
        thread shard lock segment extension role pool vector port checkpoint trigger view permission plan statement
        collation embedding timeout proxy cursor sequence socket tokenizer planner optimizer latency throughput
        certificate secret namespace pod volume operator manifest compaction tombstone journal page heap tuple catalog
        constraint foreign|key primary|key join subquery aggregate window materialized|view write-ahead|log bloom|filter
        hash|table b-tree quorum leader follower election heartbeat lease epoch offset topic consumer producer broker
        deadlock savepoint rollback isolation encoding codec parser lexer serializer allocator arena histogram sketch
        cardinality selectivity statistics bitmap dictionary posting|list inverted|index ranking recall stemmer synonym
        """)

    static let everydayNouns = words(
        """
        thing time way problem question idea day week code file line machine test issue answer people morning number
        part case reason example change point place friend night month weekend customer team laptop meeting office year
        release fix bug dashboard report ticket story mess difference mistake message channel thread workaround gist
        coffee deadline demo review screenshot video tutorial book course talk conference budget contract vendor
        """)

    static let agents = words(
        """
        cache size builder scheduler limit manager writer reader lag rebuild cleanup count name pool worker rotation
        check timeout scan split merge policy budget layout format buffer queue monitor warning recovery lookup
        """)

    static let settingStarts = words("max min enable default shared work log auto effective maintenance")
    static let settingEnds = words("size limit timeout threshold interval workers mode level cost bytes")

    static let prepositions = words("in on with for from after before without during at behind between across inside")

    static let adverbs = words(
        "again already yesterday twice today manually overnight somehow eventually everywhere quickly mostly on|purpose"
    )

    static let connectives = words("and but because so while although which|means and|then unless even|though")

    static let remarks = lines(
        """
        thanks!
        lol
        same here
        ok
        yes
        +1
        nice
        makes sense
        no idea tbh
        thank you so much
        can confirm
        that's "by design" apparently
        brb
        good morning everyone
        hm, interesting
        what version?
        did you try turning it off and on again?
        which OS?
        it works on my machine
        oh no
        sure, one sec
        I'll take a look later
        see the pinned message
        wdym
        please don't crosspost
        C:\\Users\\me\\harbour is the path
        done
        sounds good to me
        not yet
        how so?
        """)

    /// A bar stands for a blank within what counts as one word.
    static func words(_ text: String) -> [String] {
        text.split { $0 == " " || $0 == "\n" }.map { String($0).replacing("|", with: " ") }
    }

    static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init)
    }
}
