using System.Globalization;
using System.Reflection;

namespace AsyncAnalyzers;

/// <summary>
/// A setting of a rule, read from .editorconfig and .globalconfig. A rule declares its options as static fields;
/// they are found by reflection, so that a new option needs no registration.
/// </summary>
internal abstract class RuleOption
{
    /// <summary>
    /// What the keys of all options begin with: <c>async_analyzers.asyncNNNN.name</c>, or <c>async_analyzers.name</c> where several rules
    /// share one.
    /// </summary>
    public const string KeyPrefix = "async_analyzers.";

    private static readonly Lazy<ImmutableArray<RuleOption>> LazyAll = new(() => typeof(RuleOption).Assembly.GetTypes()
        .Where(type => !type.ContainsGenericParameters)
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(field => typeof(RuleOption).IsAssignableFrom(field.FieldType))
        .Select(field => (RuleOption)field.GetValue(null))
        .OrderBy(option => option.Key, StringComparer.Ordinal)
        .ToImmutableArray());

    private protected RuleOption(string key, Phrase expected, string defaultText)
    {
        Key = key;
        Expected = expected;
        DefaultText = defaultText;
    }

    /// <summary>The options of all rules of this assembly, ordered by key.</summary>
    public static ImmutableArray<RuleOption> All => LazyAll.Value;

    public string Key { get; }

    /// <summary>What a valid value is, in words: "a whole number from 2 to 10".</summary>
    public Phrase Expected { get; }

    /// <summary>The default as one would write it in the file.</summary>
    public string DefaultText { get; }

    /// <summary>False where <see cref="RuleOption{T}.Of"/> would fall back to the default.</summary>
    public abstract bool IsValid(string text);

    /// <summary>A whole number between two bounds, both included. Digits may be grouped with underscores.</summary>
    public static RuleOption<int> Integer(string key, int @default, int minimum, int maximum)
        => new(
            key,
            @default,
            maximum == int.MaxValue ? Phrase.Of($"a whole number of at least {minimum}") : $"a whole number from {minimum} to {maximum}",
            (string text, out int value) => int.TryParse(text.Replace("_", ""), NumberStyles.None, CultureInfo.InvariantCulture, out value)
                && value >= minimum
                && value <= maximum);

    /// <summary>One of some words, the first of which is the default.</summary>
    public static RuleOption<string> Choice(string key, params string[] words)
        => new(
            key,
            words[0],
            $"{string.Join(", ", words.Take(words.Length - 1).Select(word => $"'{word}'"))} or '{words[words.Length - 1]}'",
            (string text, out string value)
                => (value = words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? "").Length > 0);
}

/// <summary>An option with a value of type <typeparamref name="T"/>.</summary>
internal sealed class RuleOption<T> : RuleOption
    where T : notnull
{
    private readonly TryParse _tryParse;

    internal RuleOption(string key, T @default, Phrase expected, TryParse tryParse)
        : base(key, expected, Convert.ToString(@default, CultureInfo.InvariantCulture))
    {
        Default = @default;
        _tryParse = tryParse;
    }

    internal delegate bool TryParse(string text, out T value);

    public T Default { get; }

    /// <summary>The value for a tree; the default where none is set or where what is set is not valid (ASYNC0001 says so).</summary>
    public T Of(AnalyzerConfigOptions options)
        => options.TryGetValue(Key, out string? text) && _tryParse(text.Trim(), out T value) ? value : Default;

    public override bool IsValid(string text) => _tryParse(text.Trim(), out _);
}
