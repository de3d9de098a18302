/// The documents that answer one of several questions, worked out block by block as far as they are asked for: of frequent words it
/// is the first few.
struct MatchingDocuments {
    /// Of each group a document holds one word.
    typealias Question = [[DocumentSet]]

    private let questions: [Question]
    /// Of the blocks that may hold such documents.
    private let numbers: [Int]

    /// - Parameter questions: each of at least one group.
    init(_ questions: [Question]) {
        self.questions = questions
        numbers =
            questions.count == 1
            ? Self.numbers(of: questions[0]) : Set(questions.flatMap(Self.numbers)).sorted()
    }

    /// The fewest blocks that one group leaves, ascending.
    private static func numbers(of question: Question) -> [Int] {
        question.map { group in group.count == 1 ? group[0].numbers : Set(group.flatMap(\.numbers)).sorted() }
            .min { $0.count < $1.count } ?? []
    }

    /// In the order of their numbers, from the given one on, at most so many.
    func documents(from first: Int64 = 0, limit: Int) -> [Int64] {
        let size = Int64(PostingBlock.size)
        var found: [Int64] = []
        for number in numbers where Int64(number) >= first / size {
            guard found.count < limit else { break }
            let start = Int64(number) * size
            let places = places(in: number, from: Int(max(0, first - start)), limit: limit - found.count)
            found += places.map { start + Int64($0) }
        }
        return found
    }

    private func places(in number: Int, from first: Int, limit: Int) -> [UInt16] {
        let all = questions.map { question in
            BlockQuestion(question.map { group in group.compactMap { $0.block(number) } })
                .places(from: first, limit: limit)
        }
        return all.count == 1 ? all[0] : Array(Set(all.joined()).sorted().prefix(limit))
    }
}
