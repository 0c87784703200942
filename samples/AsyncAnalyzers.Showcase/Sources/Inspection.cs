namespace AsyncAnalyzers.Showcase.Sources;

/// <summary>What a rule says about flawed code, and what its code fix makes of it.</summary>
/// <param name="Specimen">The flawed code, and which rule is to flag it.</param>
/// <param name="FirstLine">The number of the first line of the flawed half.</param>
/// <param name="Indent">How many columns were cut off at the left of the lines of code below.</param>
/// <param name="Flawed">The lines of the flawed half.</param>
/// <param name="Messages">What the rule says about the flawed half, in source order.</param>
/// <param name="FixTitle">The title of the code fix, or null where none is offered.</param>
/// <param name="Diff">What the code fix changes in the flawed half; what is to be changed by hand where none is offered. May be empty.</param>
/// <param name="Problems">What is not as it should be.</param>
internal sealed record Inspection(
    Specimen Specimen,
    int FirstLine,
    int Indent,
    IReadOnlyList<string> Flawed,
    IReadOnlyList<Message> Messages,
    string? FixTitle,
    IReadOnlyList<DiffLine> Diff,
    IReadOnlyList<string> Problems)
{
    /// <summary>The path of the file, from the root of the repository.</summary>
    public string Path => Specimen.Path;

    /// <summary>How many columns the numbers of the lines take.</summary>
    public int NumberWidth => (FirstLine + Flawed.Count).ToString().Length;

    /// <summary>The lines of the flawed half, each with what the rule says about it.</summary>
    public IEnumerable<FlawedLine> Lines
        => Flawed.Select((text, i) => new FlawedLine(FirstLine + i, text, [.. Messages.Where(message => message.Line == FirstLine + i)]));

    /// <summary>A message as the compiler prints it.</summary>
    public string Print(Message message) => $"{Path}({message.Line},{message.Column}): {message.Severity} {message.Id}: {message.Text}";

    /// <summary>Carets that stand under what is flagged; to the end of the line when more lines follow.</summary>
    public string CaretsUnder(Message message)
    {
        string line = Flawed[message.Line - FirstLine];
        int start = message.Column - 1 - Indent;
        int end = message.EndLine == message.Line ? message.EndColumn - 1 - Indent : line.Length;
        return new string(' ', start) + new string('^', Math.Max(1, end - start));
    }
}

/// <summary>A line of flawed code.</summary>
internal sealed record FlawedLine(int Number, string Text, IReadOnlyList<Message> Messages);

/// <summary>A diagnostic. Lines and columns count from 1; the end column is exclusive.</summary>
internal sealed record Message(string Id, string Severity, string Text, string HelpLink, int Line, int Column, int EndLine, int EndColumn);
