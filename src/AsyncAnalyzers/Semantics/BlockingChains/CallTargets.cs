namespace AsyncAnalyzers.Semantics;

/// <summary>What a call site runs before anything is known of parameters.</summary>
/// <param name="Functions">Functions, and groups of which one is run.</param>
/// <param name="Called">The method or constructor as it is bound, where it has arguments.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="IsDelegate">A lambda in a local variable: it sees the parameters of the caller.</param>
/// <param name="FlagsBefore">Flags of the object that the caller has set or asked for before.</param>
/// <param name="OnOwnObject">The call, where it is on the object of the caller.</param>
internal sealed record CallTargets(
    object[] Functions, IMethodSymbol? Called = null, ArgumentListSyntax? Arguments = null, bool IsDelegate = false,
    IReadOnlyList<KeyValuePair<ISymbol, object?>>? FlagsBefore = null, ExpressionSyntax? OnOwnObject = null)
{
    public bool IsOnOwnObject => OnOwnObject is not null;

    public static readonly CallTargets None = new(Array.Empty<object>());

    /// <summary>Nothing but the arguments passes on what is known of the caller. What is nested in it sees the same parameters.</summary>
    public bool IsIndependentOfCaller
        => !IsDelegate && !Array.Exists(Functions, static function => function is CalledFunction { Node: LocalFunctionStatementSyntax });

    public string[] NamesOfArguments => field ??= Arguments is null ? Array.Empty<string>() : ValueOrigins.NamesIn(Arguments);

    public static CallTargets One(object? function) => function is null ? None : new CallTargets(new[] { function });
}
