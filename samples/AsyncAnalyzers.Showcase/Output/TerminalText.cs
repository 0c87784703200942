using AsyncAnalyzers.Showcase.Sources;
using Spectre.Console;

namespace AsyncAnalyzers.Showcase.Output;

/// <summary>What demos and lab show at a terminal alike.</summary>
internal static class TerminalText
{
    /// <summary>A heading within one demo or program.</summary>
    public static void WriteHeading(this IAnsiConsole console, string text)
    {
        console.WriteLine();
        console.MarkupLine($"[bold underline]{Markup.Escape(text)}[/]");
        console.WriteLine();
    }

    /// <summary>Does some work, and shows meanwhile what goes on. Nothing of it stays on the screen.</summary>
    public static Task<T> WhileAsync<T>(this IAnsiConsole console, string progress, Func<Task<T>> work)
        => console.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(progress), _ => work());

    /// <summary>Writes flawed code with what the rule says about it, and what the code fix makes of it.</summary>
    public static void WriteInspection(this IAnsiConsole console, Inspection inspection, Texts texts)
    {
        console.WriteHeading(InspectionTexts.Head(inspection, texts));
        foreach (FlawedLine line in inspection.Lines)
        {
            console.MarkupLine($"[grey]{line.Number.ToString().PadLeft(inspection.NumberWidth)} |[/] {Markup.Escape(line.Text)}");
            foreach (Message message in line.Messages)
            {
                console.MarkupLine($"[grey]{new string(' ', inspection.NumberWidth)} |[/] [yellow bold]{inspection.CaretsUnder(message)}[/]");
                string place = Markup.Escape($"{inspection.Path}({message.Line},{message.Column}): ");
                console.MarkupLine($"{place}[yellow bold]{message.Severity} {message.Id}[/]: {Markup.Escape(message.Text)}");
            }
        }

        console.WriteHeading(InspectionTexts.Repair(inspection, texts));
        foreach (DiffLine line in inspection.Diff)
        {
            string colour = line.Kind switch { '-' => "red", '+' => "green", _ => "default" };
            console.MarkupLine($"[{colour}]{line.Kind} {Markup.Escape(line.Text)}[/]");
        }
    }
}
