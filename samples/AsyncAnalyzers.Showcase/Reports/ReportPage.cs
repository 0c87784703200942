using System.Globalization;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Sources;
using AsyncAnalyzers.Showcase.Timelines;

namespace AsyncAnalyzers.Showcase.Reports;

/// <summary>All that a report shows.</summary>
/// <param name="Title">The title of the page.</param>
/// <param name="Intro">What it is about.</param>
/// <param name="Summary">How many passed.</param>
/// <param name="Items">The demos or programs.</param>
/// <param name="Texts">The language.</param>
internal sealed record ReportPage(string Title, string Intro, string Summary, IReadOnlyList<ReportItem> Items, Texts Texts)
{
    public string Language => Texts.Language;

    public bool HasPassed => Items.All(item => item.HasPassed);

    /// <summary>How many events were too many to be recorded.</summary>
    public long Dropped { get; init; }

    /// <summary>What the timelines lack; empty where everything was recorded.</summary>
    public string Gap => Dropped == 0 ? "" : Texts.Format(ReportTexts.Dropped, Dropped.ToString("#,0", CultureInfo.InvariantCulture));
}

/// <summary>A demo or a program.</summary>
internal sealed record ReportItem
{
    /// <summary>The name of the anchor.</summary>
    public required string Anchor { get; init; }

    public required string Heading { get; init; }

    /// <summary>What the index says of it.</summary>
    public required string Title { get; init; }

    public required string Story { get; init; }

    /// <summary>What is claimed or what has shown; empty where there is nothing to say.</summary>
    public required string Claim { get; init; }

    public required bool HasPassed { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }

    public required IReadOnlyList<CodeView> Codes { get; init; }

    /// <summary>Null where it was not run.</summary>
    public required Timeline? Timeline { get; init; }

    /// <summary>Null where nothing was measured.</summary>
    public required ResultTable? Figures { get; init; }
}

/// <summary>Flawed code with what is said about it, and what is made of it.</summary>
internal sealed record CodeView(string Name, string Head, string Path, IReadOnlyList<CodeLine> Lines, string RepairHead, IReadOnlyList<DiffView> Diff)
{
    /// <param name="inspection">What the rule and its code fix did.</param>
    /// <param name="name">The name of the variant; empty where there is but one.</param>
    /// <param name="texts">The language.</param>
    public static CodeView Of(Inspection inspection, string name, Texts texts) => new(
        name,
        InspectionTexts.Head(inspection, texts),
        inspection.Path,
        [.. inspection.Lines.Select(line => LineOf(inspection, line))],
        InspectionTexts.Repair(inspection, texts),
        [.. inspection.Diff.Select(DiffView.Of)]);

    private static CodeLine LineOf(Inspection inspection, FlawedLine line)
    {
        string text = line.Text;
        Message[] messages = [.. line.Messages.OrderBy(message => message.Column)];
        var parts = new List<CodePart>();
        int end = 0;
        foreach (Message message in messages)
        {
            string carets = inspection.CaretsUnder(message);
            int start = Math.Clamp(carets.Length - carets.TrimStart().Length, end, text.Length);
            int stop = Math.Clamp(carets.Length, start, text.Length);
            parts.Add(new CodePart(text[end..start], IsFlagged: false));
            parts.Add(new CodePart(text[start..stop], IsFlagged: true));
            end = stop;
        }

        parts.Add(new CodePart(text[end..], IsFlagged: false));
        return new CodeLine(
            line.Number,
            [.. parts.Where(part => part.Text.Length > 0)],
            [.. messages.Select(message => new MessageView(message.Severity, message.Id, message.Text, message.HelpLink))]);
    }
}

/// <summary>A line of code and what is said about it.</summary>
internal sealed record CodeLine(int Number, IReadOnlyList<CodePart> Parts, IReadOnlyList<MessageView> Messages);

/// <summary>A part of a line.</summary>
internal sealed record CodePart(string Text, bool IsFlagged);

/// <summary>What a rule says.</summary>
internal sealed record MessageView(string Severity, string Id, string Text, string Link);

/// <summary>A line of a diff.</summary>
internal sealed record DiffView(string Kind, string Sign, string Text)
{
    public static DiffView Of(DiffLine line) => new(line.Kind switch { '-' => "removed", '+' => "added", _ => "same" }, line.Kind.ToString(), line.Text);
}
