/// What a program says of a fair that is to be held.
public enum FairColumn: Int, RecordColumn {
    case name, kind, level, organiser, venue, firstDay, lastDay, setUpOn, boothWidth, boothDepth

    public static let names = [
        "name", "kind", "level", "organiser", "venue", "first_day", "last_day", "set_up_on", "booth_width_m",
        "booth_depth_m",
    ]
    public static let required: [FairColumn] = [.name, .level, .organiser, .venue, .firstDay, .lastDay]
}

/// What a program may change of a fair: not who holds it, nor at which level.
public enum FairChangeColumn: Int, RecordColumn {
    case name, kind, venue, firstDay, lastDay, setUpOn, boothWidth, boothDepth

    public static let names = [
        "name", "kind", "venue", "first_day", "last_day", "set_up_on", "booth_width_m", "booth_depth_m",
    ]
    public static let required: [FairChangeColumn] = []
}

/// What a program says of a fair's terms: how its booths will be shared out.
public enum FairTermsColumn: Int, RecordColumn {
    case requestsUntil, seed, rules

    public static let names = ["requests_until", "seed", "rules"]
    public static let required: [FairTermsColumn] = []
}
