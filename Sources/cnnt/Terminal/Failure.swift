import RuralIndustry

/// How a command ends when it did not do what was asked, beside a refusal: the exit statuses of the interface.
enum Failure: Error {
    /// The database cannot be reached.
    case unreachable(Bilingual)
    /// An integrity check failed, or a paper is altered or forged.
    case integrity(Bilingual)
    /// The same with everything that was found.
    case altered([Violation])
    /// Some of the work is done and stands; running again resumes.
    case partlyDone([Violation])
    /// `verify`: revoked or expired.
    case notLive(Bilingual)
    /// `verify`: genuine, status unknown.
    case statusUnknown(Bilingual)
    /// `verify` of several: the worst, with everything that is not valid.
    case verification(ExitStatus, [Violation])
    /// The machine does not have what the command needs.
    case environment(Bilingual)
}

/// The exit statuses of the interface page.
enum ExitStatus: Int32 {
    case done = 0
    case refused = 1
    case usage = 2
    case unreachable = 3
    case integrity = 4
    case partlyDone = 5
    case statusUnknown = 6
}
