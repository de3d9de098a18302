/// Reads members of a JSON object that the program takes from outside, one by one, and refuses what is missing, of another type
/// or unknown.
struct StrictObject {
    private let members: [String: JSONValue]
    private let pointer: String
    private let code: String

    /// - Parameters:
    ///   - keys: those that there may be.
    ///   - code: the code of every violation.
    init(_ value: JSONValue, _ pointer: String = "", keys: [String], code: String) throws(Violation) {
        self.pointer = pointer
        self.code = code
        guard case .object(let members) = value else {
            throw Violation(
                code, vi: "ở đây phải là một đối tượng { … }", en: "this must be an object { … }",
                at: Place(pointer: pointer))
        }
        self.members = members
        if let unknown = members.keys.sorted().first(where: { !keys.contains($0) }) {
            let known = keys.joined(separator: ", ")
            throw Violation(
                code, vi: "không có khóa \(Text.quoted(unknown)); các khóa: \(known)",
                en: "there is no key \(Text.quoted(unknown)); the keys are: \(known)",
                at: Place(pointer: "\(pointer)/\(unknown)"))
        }
    }

    func has(_ key: String) -> Bool { !(members[key] ?? .null).isNull }

    func value(_ key: String) -> JSONValue? { has(key) ? members[key] : nil }

    func text(_ key: String) throws(Violation) -> String {
        guard let text = members[key]?.string else { throw wrong(key, vi: "một chuỗi", en: "a string") }
        return text
    }

    func optionalText(_ key: String) throws(Violation) -> String? { has(key) ? try text(key) : nil }

    func number(_ key: String) throws(Violation) -> Int {
        guard case .integer(let whole) = members[key], let number = Int(exactly: whole) else {
            throw wrong(key, vi: "một số nguyên", en: "a whole number")
        }
        return number
    }

    func flag(_ key: String) throws(Violation) -> Bool {
        guard case .bool(let flag) = members[key] else {
            throw wrong(key, vi: "true hoặc false", en: "true or false")
        }
        return flag
    }

    func day(_ key: String) throws(Violation) -> Day {
        do throws(Violation) { return try Day(iso: try text(key)) } catch { throw error.at(place(key)) }
    }

    func array(_ key: String) throws(Violation) -> [JSONValue] {
        guard let array = members[key]?.array else {
            throw wrong(key, vi: "một danh sách [ … ]", en: "a list [ … ]")
        }
        return array
    }

    func texts(_ key: String) throws(Violation) -> [String] {
        var texts: [String] = []
        for element in try array(key) {
            guard let text = element.string else {
                throw wrong(key, vi: "một danh sách chuỗi", en: "a list of strings")
            }
            texts.append(text)
        }
        return texts
    }

    /// The members of an object whose keys are free, each a whole number.
    func numbers(_ key: String) throws(Violation) -> [String: Int] {
        guard case .object(let members) = members[key] else {
            throw wrong(key, vi: "một đối tượng { … }", en: "an object { … }")
        }
        var numbers: [String: Int] = [:]
        for (name, value) in members {
            guard case .integer(let whole) = value, let number = Int(exactly: whole) else {
                throw Violation(
                    code, vi: "ở đây phải là một số nguyên", en: "this must be a whole number",
                    at: Place(pointer: "\(pointer)/\(key)/\(name)"))
            }
            numbers[name] = number
        }
        return numbers
    }

    func place(_ key: String) -> Place { Place(pointer: "\(pointer)/\(key)") }

    private func wrong(_ key: String, vi: String, en: String) -> Violation {
        Violation(code, vi: "ở đây phải là \(vi)", en: "this must be \(en)", at: place(key))
    }
}
