using Spectre.Console;

namespace AsyncAnalyzers.Showcase.Output;

/// <summary>Which of its outputs a program writes to.</summary>
internal static class OutputChoice
{
    /// <summary>Whether the output is a pipe, a file or a terminal that knows no escapes.</summary>
    public static bool IsPlain => Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb";

    /// <summary>Where to say what is no part of the output: on the error stream where that is one JSON document.</summary>
    public static TextWriter Messages(bool isJson) => isJson ? Console.Error : Console.Out;

    public static T Of<T>(bool isJson, Func<TextWriter, T> json, Func<TextWriter, T> plain, Func<IAnsiConsole, T> terminal)
        => isJson ? json(Console.Out) : IsPlain ? plain(Console.Out) : terminal(AnsiConsole.Console);
}
