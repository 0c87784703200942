using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using AsyncAnalyzers.Semantics;

namespace AsyncAnalyzers.Tests.Verification;

/// <summary>
/// The form of what users read: a message is "what happens; what to do", short, and translatable; a title says what an action does.
/// </summary>
internal static partial class MessageForm
{
    /// <summary>What fits into one line of an error list.</summary>
    private const int MostCharacters = 140;

    /// <summary>A title stands in a menu.</summary>
    private const int MostCharactersOfTitle = 80;

    /// <summary>A name in quotes counts as one of usual length: how long names are is not up to the message.</summary>
    private const string UsualName = "'FlushAsync'";

    private static readonly PropertyInfo Arguments = typeof(Diagnostic).GetProperty(
        "Arguments", BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>The verbs that say what to do by hand.</summary>
    private static readonly HashSet<string> Verbs = new(StringComparer.Ordinal)
    {
        "add", "await", "begin", "call", "catch", "collect", "copy", "dispose", "end", "fill", "fix", "give", "hold", "lock", "implement", "keep", "let", "list", "make", "move",
        "open", "pass", "read", "release", "remove", "replace", "restore", "rethrow", "return", "set", "start", "store", "swap", "test", "use",
        "wait", "write", "discard",
    };

    private static readonly CultureInfo Korean = CultureInfo.GetCultureInfo("ko-KR");

    /// <summary>All that a report of a rule is held to; for <c>DiagnosticVerifier</c>.</summary>
    public static void Verify(Diagnostic diagnostic, DiagnosticResult expected, IVerifier verifier)
    {
        if (FaultOf(diagnostic) is { } fault)
        {
            verifier.Fail($"{fault}: {diagnostic.Id}: {diagnostic.GetMessage()}");
        }
    }

    /// <summary>The title of an action; for <c>CodeActionVerifier</c>.</summary>
    public static void Verify(Microsoft.CodeAnalysis.CodeActions.CodeAction action, IVerifier verifier)
    {
        if (FaultOfTitle(action.Title) is { } fault)
        {
            verifier.Fail($"{fault}: {action.Title}");
        }
    }

    /// <summary>What is wrong with a report; null where nothing is, or where it is not of these rules.</summary>
    public static string? FaultOf(Diagnostic diagnostic)
    {
        if (!diagnostic.Id.StartsWith("ASYNC", StringComparison.Ordinal))
        {
            return null;
        }

        string message = diagnostic.GetMessage();
        return FaultOfMessage(message)
            ?? (diagnostic.AdditionalLocations.Count > 0 && !message.Contains($"({SourceLine.Of(diagnostic.AdditionalLocations[^1])})")
                ? "The message does not name the last of its additional locations"
                : null)
            ?? (((IEnumerable<object?>)Arguments.GetValue(diagnostic)!).SelectMany(Leaves)
                .FirstOrDefault(static text => EnglishWords().IsMatch(text)) is { } words
                ? $"'{words}' is an argument in English, which nobody can translate: it has to be a Phrase"
                : null)
            ?? FaultOfKorean(diagnostic.GetMessage(Korean));
    }

    /// <summary>What is wrong with a message as it is shown.</summary>
    public static string? FaultOfMessage(string message)
    {
        string shown = Enumeration().Replace(Quoted().Replace(message, UsualName), "$1 and $2");
        string[] clauses = shown.Split(';');
        return !char.IsUpper(message[0]) && message[0] != '\'' ? "The message begins in lower case"
            : clauses.Length != 2 ? "The message has other clauses than 'what happens; what to do'"
            : shown.Contains(": ") && !shown.Contains("(default: ") ? "The message has one clause more behind a colon"
            : message.EndsWith('.') ? "The message ends with a full stop"
            : shown.Length > MostCharacters ? $"The message has {shown.Length} characters with names of usual length, {MostCharacters} are the most"
            : !Verbs.Contains(clauses[1].Trim().Split(' ')[0]) ? "The message does not end with what to do"
            : WordsToAvoid().Match(shown) is { Success: true } word ? $"The message says '{word}'"
            : null;
    }

    /// <summary>What is wrong with a message as it is shown in Korean: words that are left in English, or another form than in English.</summary>
    public static string? FaultOfKorean(string message)
    {
        string[] clauses = Quoted().Replace(message, "''").Split(';');
        return clauses.Length != 2 ? $"The Korean message has other clauses than 'what happens; what to do': {message}"
            : !clauses[0].EndsWith("니다", StringComparison.Ordinal) ? $"The Korean message does not begin with what happens: {message}"
            : !clauses[1].Contains("세요", StringComparison.Ordinal) ? $"The Korean message does not end with what to do: {message}"
            : clauses.Any(EnglishInKorean().IsMatch) ? $"The Korean message has English words: {message}"
            : null;
    }

    /// <summary>What is wrong with the title of an action in a light-bulb menu, or with that of a rule.</summary>
    public static string? FaultOfTitle(string title, bool isInMenu = true)
    {
        string shown = Quoted().Replace(title, UsualName);
        return !char.IsUpper(title[0]) ? "The title begins in lower case"
            : title.EndsWith('.') ? "The title ends with a full stop"
            : shown.Length > MostCharactersOfTitle && !shown.Contains("; ")
                ? $"The title has {shown.Length} characters with names of usual length, {MostCharactersOfTitle} are the most"
            : isInMenu && It().IsMatch(shown) ? "'it' has no meaning in a menu: the title has to name what it acts on"
            : WordsToAvoid().Match(shown) is { Success: true } word ? $"The title says '{word}'"
            : null;
    }

    /// <summary>The names and texts that are filled in, also in phrases.</summary>
    private static IEnumerable<string> Leaves(object? argument) => argument switch
    {
        Phrase phrase => phrase.Arguments.SelectMany(Leaves),
        string text => [text],
        _ => [],
    };

    /// <summary>A name in quotes; an apostrophe within a word is none.</summary>
    [GeneratedRegex(@"(?<!\w)'[^']+'")]
    public static partial Regex Quoted();

    /// <summary>However many names it has: how many there are is not up to the message either.</summary>
    [GeneratedRegex(@"('\w+'(?: in '\w+')?)(?:, '\w+'(?: in '\w+')?)+ and ('\w+'(?: in '\w+')?)")]
    private static partial Regex Enumeration();

    /// <summary>Words of sentences that no code is made of.</summary>
    [GeneratedRegex(@"(?:^| )(the|a|an|of|to|are|use|which|that|its|was|must|will) ")]
    private static partial Regex EnglishWords();

    /// <summary>A name that ends in a quote may be followed by a particle, so word boundaries are spelt out.</summary>
    [GeneratedRegex(@"(?<![A-Za-z])(?:the|a|an|is|are|and|or|use|then|of|to|it|its|with|not|this)(?![A-Za-z])", RegexOptions.IgnoreCase)]
    private static partial Regex EnglishInKorean();

    [GeneratedRegex(@"\b(for ever|nobody|somebody|whoever|answers|on purpose|comes late|learns|pool thread(?<!thread-pool thread))\b")]
    private static partial Regex WordsToAvoid();

    [GeneratedRegex(@"\bit\b", RegexOptions.IgnoreCase)]
    private static partial Regex It();
}
