/// Everything that a message is made from; nothing in it changes while messages are written.
struct Community {
    static let name = "Harbour"

    let seed: UInt64
    let style: ExportStyle
    let id: Snowflake
    let schedule: Schedule
    let plan: Plan
    let people: People
    let emoji: EmojiSet
    let text: MessageText
    let titles: ConversationTitles
    let questions: QuestionPlan
    let questionText: QuestionText
    let planner: BurstPlanner
    let history: History

    init(_ command: GenerateCommand) {
        seed = command.seed
        style = ExportStyle(command)
        id = .entity(EntityNumber.guild, seed: seed)
        schedule = Schedule(
            nights: command.nights.value, overlap: command.overlap.share, changed: command.changed.share)
        plan = Plan(
            messages: command.messages.value, channels: command.channels?.value, schedule: schedule, seed: seed)
        people = People(
            messages: command.messages.value, seed: seed, style.layout, rawMarkdown: style.rawMarkdown)
        emoji = EmojiSet(seed: seed, style.layout, rawMarkdown: style.rawMarkdown)
        questions = QuestionPlan(
            themes: command.questions, messages: command.messages.value, bursts: plan.burstCount, seed: seed)
        questionText = QuestionText(seed: seed)
        planner = BurstPlanner(people: people, questions: questions, seed: seed)
        history = History(schedule: schedule, seed: seed)
        let lexicon = Lexicon(seed: seed)
        titles = ConversationTitles(lexicon: lexicon, questions: questions, questionText: questionText, seed: seed)
        text = MessageText(
            lexicon: lexicon, people: people, emoji: emoji,
            channelMentions: titles.channelMentions(in: plan, rawMarkdown: style.rawMarkdown))
    }
}
