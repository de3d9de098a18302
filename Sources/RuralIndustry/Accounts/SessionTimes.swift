/// How long somebody stays signed in: a working day, and not over a lunch break without doing anything (OWASP ASVS 5.0 V7.3).
public enum SessionTimes {
    /// Seconds without a request after which it ends.
    public static let idle: Int64 = 60 * 60
    /// Seconds after which it ends whatever was done.
    public static let absolute: Int64 = 12 * 60 * 60
    /// Seconds after which the browser gets another token, so that a stolen one is soon worth nothing.
    public static let rotation: Int64 = 15 * 60
    /// Seconds for which the token before is still good: for requests that were under way.
    public static let grace: Int64 = 60
    /// Seconds between the password and the code of the second factor.
    public static let codeWait: Int64 = 10 * 60
    /// Seconds in which an invitation is good.
    public static let invitation: Int64 = 7 * 24 * 60 * 60
}
