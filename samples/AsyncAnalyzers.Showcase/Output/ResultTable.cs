using Spectre.Console;

namespace AsyncAnalyzers.Showcase.Output;

/// <summary>A row of a table of results.</summary>
/// <param name="Cells">Its cells; the last one is the verdict.</param>
/// <param name="Holds">Whether all is as it should be.</param>
/// <param name="Better">Which direction is better.</param>
internal sealed record ResultRow(IReadOnlyList<string> Cells, bool Holds, Better Better);

/// <summary>The table at the end of a run, for a terminal and as plain text alike.</summary>
/// <param name="Heads">The heads of the columns.</param>
/// <param name="Rows">The rows.</param>
/// <param name="RightColumns">The columns that stand to the right, so that the digits of numbers are below each other.</param>
/// <param name="BetterColumn">The column that says which direction is better.</param>
internal sealed record ResultTable(
    IReadOnlyList<string> Heads, IReadOnlyList<ResultRow> Rows, IReadOnlyCollection<int> RightColumns, int BetterColumn)
{
    private const string Ok = "ok";
    private const string Missed = "MISSED";
    private const string Lower = "lower";
    private const string Higher = "higher";

    /// <summary>What is said in it, to be translated.</summary>
    public static IReadOnlyList<string> All { get; } = [Ok, Missed, Lower, Higher];

    /// <summary>The last cell of a row.</summary>
    public static string Verdict(bool holds, Texts texts) => texts[holds ? Ok : Missed];

    /// <summary>The word for which direction is better; empty where neither is.</summary>
    public static string Direction(Better better, Texts texts) => better switch
    {
        Better.Lower => texts[Lower],
        Better.Higher => texts[Higher],
        _ => "",
    };

    /// <summary>The same without its first columns, where it is clear what it is about.</summary>
    public ResultTable Without(int columns) => new(
        [.. Heads.Skip(columns)],
        [.. Rows.Select(row => row with { Cells = [.. row.Cells.Skip(columns)] })],
        [.. RightColumns.Select(column => column - columns)],
        BetterColumn - columns);

    /// <summary>Writes it as plain text.</summary>
    public void Write(TextWriter writer)
    {
        writer.WriteLine();
        writer.WriteLine(new string('=', PlainText.Width));
        writer.WriteTable([Heads, .. Rows.Select(row => row.Cells)], RightColumns);
        writer.WriteLine();
    }

    /// <summary>Writes it to a terminal.</summary>
    public void Write(IAnsiConsole console)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        for (int i = 0; i < Heads.Count; i++)
        {
            var column = new TableColumn(Markup.Escape(Heads[i]));
            table.AddColumn(RightColumns.Contains(i) ? column.RightAligned().NoWrap() : column);
        }

        foreach (ResultRow row in Rows)
        {
            string colour = row.Holds ? "green" : "red bold";
            IEnumerable<string> cells = row.Cells.Select((cell, i) => Markup.Escape(i == BetterColumn ? Arrow(row.Better) + cell : cell));
            table.AddRow([.. cells.SkipLast(1), $"[{colour}]{Markup.Escape(row.Cells[^1])}[/]"]);
        }

        console.WriteLine();
        console.Write(table);

        string Arrow(Better better) => (console.Profile.Capabilities.Unicode, better) switch
        {
            (true, Better.Lower) => "↓ ",
            (true, Better.Higher) => "↑ ",
            _ => "",
        };
    }
}
