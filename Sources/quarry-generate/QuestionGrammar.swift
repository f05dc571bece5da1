/// The questions that can be planted: a part of the product, what is wrong with it, and where.
///
/// A theme is one combination. The same theme is worded differently each time, and another theme differs from it in
/// the part or the problem, or, beyond 240 themes, in the environment alone.
enum QuestionGrammar {
    /// A part of the product.
    struct Component {
        let names: [String]
        /// The setting that its answers name.
        let setting: String
    }

    /// What is wrong or wanted; `%c` stands for the component and `%s` for its setting.
    struct Problem {
        let questions: [String]
        let details: [String]
        let answers: [String]
    }

    /// Where it happens, in several wordings.
    struct Environment {
        let names: [String]
    }

    /// One combination.
    struct Theme {
        let component: Component
        let problem: Problem
        let environment: Environment

        /// Fills in a sentence of the grammar.
        func filled(_ sentence: String, name: String) -> String {
            sentence.replacing("%c", with: name).replacing("%s", with: component.setting)
        }
    }

    static var themeCount: Int { components.count * problems.count * environments.count }

    static func theme(_ number: Int) -> Theme {
        let pairs = components.count * problems.count
        // Steps of a prime through the pairs, so that neighbouring themes share neither part nor problem.
        let pair = number % pairs * 37 % pairs
        return Theme(
            component: components[pair % components.count], problem: problems[pair / components.count],
            environment: environments[(number / pairs + pair) % environments.count])
    }
}
