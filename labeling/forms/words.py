"""The policy in plain words: titles of its sections, labels and help for its settings."""

SECTIONS = {
    "aggregation": ("One answer out of many", "How the answers to a record become its agreed answer."),
    "overlap": (
        "How many answers a record gets",
        "Fixed, or as many as it takes: records on which people agree are done early, contested ones get more.",
    ),
    "qualification": (
        "Qualification",
        "A round of controls before the first record. Whoever passes goes on to work.",
    ),
    "insertion": (
        "Controls among the work",
        "How often a record whose answer is known comes among the others, drawn by chance each time. Shares: 0.1 is"
        " one in ten.",
    ),
    "watch": (
        "Health of the controls",
        "When a control is at fault, and not the people who fail it. It is then suspended by itself.",
    ),
    "gate": (
        "The gate",
        "A sequential test on each person’s control answers: it decides with as few as it can.",
    ),
    "consequences": (
        "What follows",
        "Nothing is deleted by any of these, and a reviewer can take each back.",
    ),
    "standings": (
        "Standings",
        "Points reward being right, not being fast. Ranks come in batches, so that nobody can find the controls by them.",
    ),
    "speed": ("Too fast", "Evidence for a reviewer, and no punishment by itself. Times are the server’s."),
    "straight": ("The same answer over and over", "Evidence for a reviewer, and no punishment by itself."),
    "collusion": ("Two who err alike", "Evidence for a reviewer, and no punishment by itself."),
}

WORDS = {
    ("aggregation", "method"): (
        "Method",
        "Majority counts heads. Weighted and Dawid–Skene give people weight by how well they do; they need answers to"
        " learn from, and go by the majority before.",
    ),
    ("aggregation", "numbers"): ("Of numbers", "The median does not mind a few wild answers."),
    ("overlap", "mode"): (
        "Answers per record",
        "Fixed: the project’s number. Adaptive: until it is certain.",
    ),
    ("overlap", "minimum"): ("At least", "Answers that every record gets first, when adaptive."),
    ("overlap", "maximum"): ("At most", "When adaptive; empty: twice the project’s number."),
    ("overlap", "threshold"): (
        "Certain from",
        "A record is done when its answer is right with this probability, when adaptive.",
    ),
    ("overlap", "widths"): (
        "Precision of numbers",
        'JSON: by question, how wide the standard error of the mean may stay, such as {"price": 0.5}.',
    ),
    ("overlap", "rules"): (
        "Records that need more or fewer",
        'JSON: a list; the first that fits counts, such as [{"where": {"language": "de"}, "overlap": 5}].',
    ),
    ("overlap", "strata"): (
        "Kinds of people",
        'JSON: who is to answer each record, such as [{"group": "native", "answers": 2}, {"group": "", "answers": 1}],'
        " where an empty group is anybody. Not together with adaptive.",
    ),
    ("qualification", "controls"): ("Controls in a round", ""),
    ("qualification", "needed"): ("Right to pass", ""),
    ("qualification", "rounds"): ("Rounds", "2 is one retry, with other controls."),
    ("qualification", "feedback"): (
        "Say what was right",
        "After each answer in the round, with the control’s explanation.",
    ),
    ("insertion", "initial"): ("At first", "Share of controls among a person’s first records."),
    ("insertion", "settled"): ("Later", "Share once there is evidence; it falls further as evidence grows."),
    ("insertion", "floor"): ("Never below", ""),
    ("insertion", "evidence"): ("Evidence", "Answered controls after which the later share holds."),
    ("insertion", "warned"): ("More after a warning", "Added to the share for whoever was warned."),
    ("watch", "least"): (
        "Good annotators",
        "How many must have answered a control before it can be at fault.",
    ),
    ("watch", "wrong"): ("At fault above", "The share of these who fail it."),
    ("watch", "exposures"): (
        "Known too well after",
        "People to whom a control is dealt at most; empty: no limit.",
    ),
    ("gate", "p0"): ("Good enough", "How often somebody is right who should never be flagged."),
    ("gate", "p1"): ("Too low", "How often somebody is right who should be flagged."),
    ("gate", "alpha"): ("Flags on the good", "How often somebody good enough may be flagged after all."),
    ("gate", "beta"): ("Misses", "How often somebody too low may slip through."),
    ("consequences", "on_gate"): ("When the gate flags somebody", ""),
    ("consequences", "on_peers"): (
        "When the others’ answers flag somebody",
        "Without controls this is weaker evidence: whoever is right against the crowd looks the same.",
    ),
    ("consequences", "shows_figures"): (
        "Show the figures",
        "Whoever is warned or paused sees what led to it.",
    ),
    ("standings", "least"): ("Labels to be ranked", ""),
    ("standings", "daily"): ("At most a day", "Labels that earn points on one day; empty: no limit."),
    ("standings", "prior"): ("Credit at the start", "In labels of the campaign’s median quality."),
    ("standings", "confidence"): (
        "Confidence of the bound",
        "People are ranked by what is at least true of them.",
    ),
    ("standings", "minutes"): (
        "Minutes between two batches",
        "Of ranks, points and the progress that people see.",
    ),
    ("standings", "shown"): ("Annotators see", ""),
    ("standings", "names"): (
        "They know each other by",
        "Handles are made up, such as “Quiet Heron”; you see both.",
    ),
    ("speed", "seconds"): ("Seconds", "Faster than this is too fast for any record."),
    ("speed", "part"): (
        "Part of the median time",
        "Or faster than this part of what others took for the record.",
    ),
    ("speed", "characters"): ("Characters per second", "And faster than reading it at this speed."),
    ("speed", "last"): ("Answers looked at", ""),
    ("speed", "share"): ("Suspect above", "The share of these that are too fast."),
    ("straight", "answers"): ("From so many answers on", ""),
    ("straight", "p"): ("Suspect below", "The probability of so long a run by chance."),
    ("straight", "entropy"): ("Variety", "Below this part of the usual variety of answers."),
    ("collusion", "common"): ("Records in common", "Pairs with fewer are not looked at."),
    ("collusion", "p"): ("Suspect below", "The probability of erring so alike by chance."),
}

CHOICES = {
    "dawid_skene": "Dawid–Skene",
    "none": "nothing",
    "notice": "a word to the reviewers",
    "warning": "a warning to the annotator",
    "pause": "a pause, until a reviewer decides",
    "own": "their own number of answers",
    "ranks": "ranks and numbers of answers",
    "points": "ranks, numbers of answers and points",
    "names": "their names",
    "handles": "made-up handles",
}
