/// How many registration forms are taken from one network: enough for a commune's office that helps its households, too few to
/// bury an officer's list.
public enum RegistrationThrottle {
    /// Forms that were sent within an hour, right or wrong.
    public static let triesPerHour = 30
    /// Forms that were taken within a day.
    public static let filedPerDay = 10

    public static let hour: Int64 = 60 * 60
    public static let day: Int64 = 24 * 60 * 60

    /// Seconds that are still to be waited; 0: the form is read.
    ///
    /// - Parameters:
    ///   - tried: seconds since each form of the last hour was sent.
    ///   - filed: seconds since each form of the last day was taken.
    public static func wait(tried: [Int64], filed: [Int64]) -> Int64 {
        max(
            remaining(of: tried, most: triesPerHour, within: hour),
            remaining(of: filed, most: filedPerDay, within: day))
    }

    /// Until fewer than the most lie within the time.
    private static func remaining(of ages: [Int64], most: Int, within time: Int64) -> Int64 {
        let counted = ages.filter { $0 < time }.sorted()
        return counted.count < most ? 0 : time - counted[most - 1]
    }
}
