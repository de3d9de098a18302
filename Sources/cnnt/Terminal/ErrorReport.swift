import Documents
import Postgres
import Registry
import RuralIndustry

/// Turns whatever a command threw into lines `error[code]: text` and an exit status.
struct ErrorReport {
    let status: ExitStatus
    let lines: [String]

    init(_ error: any Error, in language: Language) {
        switch error {
        case let refusal as Refusal:
            status = .refused
            lines = refusal.violations.map { Self.line($0, in: language) }
        case let violation as Violation:
            status = .refused
            lines = [Self.line(violation, in: language)]
        case let failure as Failure:
            (status, lines) = Self.report(failure, in: language)
        case let failure as IntegrityFailure:
            (status, lines) = (.integrity, failure.findings.map { Self.line($0, in: language) })
        case let error as PostgresError:
            (status, lines) = Self.report(error, in: language)
        case let error as ClusterError:
            status = error.isNotEmpty ? .refused : .unreachable
            lines = [Self.line(error.violation, in: language)]
        case let error as MigrationError:
            status = .refused
            lines = [Self.line(error.violation, in: language)]
        case let error as DocumentError:
            status = .refused
            lines = [Self.line(Violation(error.code, vi: error.text.vi, en: error.text.en), in: language)]
        default:
            status = .refused
            lines = ["error[unexpected]: \(error)"]
        }
    }

    /// `error[code]: file: row 3, column score: text`
    static func line(_ violation: Violation, in language: Language) -> String {
        let place = violation.place
        let row = language == .vietnamese ? "dòng" : "row"
        let column = language == .vietnamese ? "cột" : "column"
        let position = [
            place.row.map { "\(row) \($0)" }, place.column.map { "\(column) \($0)" }, place.pointer,
        ]
        .compactMap(\.self).joined(separator: ", ")
        let parts = [
            place.file, place.sheet, position.isEmpty ? nil : position, violation.text.text(in: language),
        ]
        return "error[\(violation.code)]: " + parts.compactMap(\.self).joined(separator: ": ")
    }

    /// The same for what is done all the same: `warning[code]: …`.
    static func warning(_ violation: Violation, in language: Language) -> String {
        "warning" + line(violation, in: language).dropFirst("error".count)
    }

    private static func report(_ failure: Failure, in language: Language) -> (ExitStatus, [String]) {
        switch failure {
        case .unreachable(let text):
            (.unreachable, ["error[database-unreachable]: \(text.text(in: language))"])
        case .integrity(let text): (.integrity, ["error[integrity]: \(text.text(in: language))"])
        case .altered(let findings): (.integrity, findings.map { line($0, in: language) })
        case .partlyDone(let violations): (.partlyDone, violations.map { line($0, in: language) })
        case .notLive(let text): (.refused, ["error[not-valid]: \(text.text(in: language))"])
        case .statusUnknown(let text): (.statusUnknown, ["error[status-unknown]: \(text.text(in: language))"])
        case .verification(let status, let violations): (status, violations.map { line($0, in: language) })
        case .environment(let text): (.refused, ["error[environment]: \(text.text(in: language))"])
        }
    }

    private static func report(_ error: PostgresError, in language: Language) -> (ExitStatus, [String]) {
        let text = Bilingual(
            vi: "không làm việc được với cơ sở dữ liệu (\(error)); không có gì thay đổi",
            en: "the database does not answer as it should (\(error)); nothing was changed")
        return (
            error.meansUnreachable ? .unreachable : .refused,
            [
                "error[\(error.meansUnreachable ? "database-unreachable" : "database")]: \(text.text(in: language))"
            ]
        )
    }
}

extension PostgresError {
    /// No server, or one that is shutting down or starting up (SQLSTATE classes 08 and 57P).
    fileprivate var meansUnreachable: Bool {
        isUnreachable || sqlState?.hasPrefix("57P") == true || sqlState?.hasPrefix("08") == true
    }
}

extension ClusterError {
    fileprivate var isNotEmpty: Bool {
        if case .notEmpty = self { true } else { false }
    }

    fileprivate var violation: Violation {
        switch self {
        case .notInstalled:
            Violation(
                "postgresql-missing",
                vi: "chưa cài PostgreSQL 15 trở lên: apt-get install postgresql, hoặc đặt CNNT_DATABASE_URL",
                en: description)
        case .unusableFolder(let path, let reason):
            Violation("folder-unusable", vi: "không dùng được “\(path)”: \(reason)", en: description)
        case .toolFailed(let tool, let output):
            Violation("postgresql-tool", vi: "\(tool) không thành công: \(output)", en: description)
        case .startFailed(let log):
            Violation("postgresql-start", vi: "PostgreSQL không khởi động được: \(log)", en: description)
        case .notEmpty(let database):
            Violation(
                "database-not-empty",
                vi:
                    "cơ sở dữ liệu \(database) không trống; chỉ phục hồi vào một cơ sở dữ liệu trống (ví dụ đặt CNNT_DATA_DIR mới)",
                en: "\(description); restore only into an empty one (a new CNNT_DATA_DIR, for example)")
        }
    }
}

extension MigrationError {
    fileprivate var violation: Violation {
        switch self {
        case .newerDatabase(let number, let name):
            Violation(
                "database-newer",
                vi: "cơ sở dữ liệu mới hơn chương trình (bước \(number), \(name)); hãy dùng bản cnnt mới hơn",
                en: "\(description); use a newer cnnt")
        default:
            Violation("migration", vi: "không cập nhật được cơ sở dữ liệu: \(description)", en: description)
        }
    }
}
