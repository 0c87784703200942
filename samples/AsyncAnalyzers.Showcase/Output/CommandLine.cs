using System.CommandLine;

namespace AsyncAnalyzers.Showcase.Output;

/// <summary>What the command lines of demos and lab have in common.</summary>
internal static class CommandLine
{
    /// <summary>The exit code when something has not shown what it should.</summary>
    public const int Failed = 1;

    /// <summary>The exit code of a wrong command line.</summary>
    public const int WrongUse = 2;

    /// <summary>What is to be run; nothing stands for everything.</summary>
    /// <param name="name">The name of the argument.</param>
    /// <param name="description">Its description.</param>
    /// <param name="known">The names there are.</param>
    /// <param name="unknown">What is said of another one, as in "There is no demo for '{0}'.".</param>
    public static Argument<string[]> Names(string name, string description, Func<IEnumerable<string>> known, string unknown)
    {
        var names = new Argument<string[]>(name) { Description = description, Arity = ArgumentArity.ZeroOrMore };
        names.Validators.Add(argument =>
        {
            foreach (string wrong in argument.Tokens.Select(token => token.Value).Except(known(), StringComparer.OrdinalIgnoreCase))
            {
                argument.AddError(wrong.StartsWith('-')
                    ? $"There is no option '{wrong}'."
                    : string.Format(unknown, wrong) + $" There is: {string.Join(", ", known())}.");
            }
        });
        return names;
    }

    /// <summary>The option that asks for JSON.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Write one JSON document instead of text.", Recursive = true };

    /// <summary>The option that asks for a language.</summary>
    /// <param name="languages">The languages there are; the first one is the default.</param>
    public static Option<string> Language(IEnumerable<string> languages)
    {
        string[] known = [.. languages];
        var language = new Option<string>("--lang")
        {
            Description = $"The language of stories, claims and tables: {string.Join(" or ", known)}.",
            DefaultValueFactory = _ => known[0],
            Recursive = true,
        };
        language.Validators.Add(option =>
        {
            if (option.Tokens.Select(token => token.Value).FirstOrDefault(value => !known.Contains(value)) is { } unknown)
            {
                option.AddError($"There is no language '{unknown}'. There is: {string.Join(", ", known)}.");
            }
        });
        return language;
    }

    /// <summary>Runs a command line, or says what is wrong with it.</summary>
    public static async Task<int> InvokeAsync(RootCommand root, string[] args)
    {
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync();
        }

        foreach (string error in parsed.Errors.Select(error => error.Message).Distinct())
        {
            Console.Error.WriteLine(error);
        }

        Console.Error.WriteLine("Try --help.");
        return WrongUse;
    }
}
