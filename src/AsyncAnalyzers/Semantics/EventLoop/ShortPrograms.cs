using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Programs in which nobody else waits for a thread: console programs that do one thing after the other and end, and what measures or
/// shows how something is used.
/// </summary>
internal static class ShortPrograms
{
    /// <summary>What a console program names that listens, is told of events or goes on until it is stopped.</summary>
    private static readonly HashSet<string> Serving = new(StringComparer.Ordinal)
    {
        "TcpListener", "HttpListener", "UdpClient", "Socket", "NamedPipeServerStream", "QuicListener", "WebSocket", "ClientWebSocket",
        "WebApplication", "BackgroundService", "ServiceBase", "Timer", "PeriodicTimer", "FileSystemWatcher", "SynchronizationContext",
        "Infinite", "InfiniteTimeSpan",
    };

    private static readonly HashSet<string> ExampleWords = new(StringComparer.Ordinal)
    {
        "Sample", "Samples", "Example", "Examples", "Demo", "Demos", "Playground", "Sandbox", "Tutorial", "Tutorials",
    };

    private static readonly HashSet<string> LoadWords = new(StringComparer.Ordinal) { "Stress", "Benchmark", "Benchmarks", "Perf" };

    private static readonly TreeNames ServingNames = new(static (tree, cancellationToken)
        => tree.GetRoot(cancellationToken).Descendants().Select(NameOf).OfType<string>().Distinct());

    private static readonly ConditionalWeakTable<Compilation, StrongBox<bool>> Found = new();

    /// <summary>The code is part of such a program. Under-approximates: a name that looks like a server's makes it another one.</summary>
    public static bool Contain(CodeModel model)
        => Found.GetValue(
            model.Compilation,
            one => new StrongBox<bool>(HasWordOf(LoadWords, one) || EndsByItself(model))).Value;

    /// <summary>
    /// The project shows how something is used: <c>Shop.Samples</c>, <c>Shop.Demo.Locks</c>. Nobody waits for it, but others copy from it.
    /// </summary>
    public static bool IsExample(Compilation compilation) => HasWordOf(ExampleWords, compilation);

    private static bool EndsByItself(CodeModel model)
        => model.Compilation.Options.OutputKind == OutputKind.ConsoleApplication
            && !model.Types.HasUserInterfaceLoop && model.Types.HttpContext is null && model.Types.HostedService is null
            && !UserInterfaceTypes.AreSeenBy(model.Compilation)
            && ServingNames.Of(model.Compilation, model.CancellationToken).Count == 0;

    private static bool HasWordOf(HashSet<string> words, Compilation compilation)
        => compilation.AssemblyName is { } assembly
            && assembly.Split('.', '-', '_').Any(segment => NameWords.Of(segment).Any(words.Contains));

    private static string? NameOf(SyntaxNode node) => node switch
    {
        SimpleNameSyntax { Identifier.ValueText: var name } => Serving.Contains(name) ? name : null,
        WhileStatementSyntax { Condition.RawKind: (int)SyntaxKind.TrueLiteralExpression } loop => IsEndless(loop) ? "while" : null,
        ForStatementSyntax { Condition: null } loop => IsEndless(loop) ? "for" : null,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Parent: ArgumentSyntax { Parent.Parent: var call } }
            => call is InvocationExpressionSyntax delay && CallSyntax.CalledName(delay) is "Delay" or "Sleep" ? "Delay" : null,
        _ => null,
    };

    private static bool IsEndless(StatementSyntax loop)
        => !FunctionSyntax.OwnNodes(loop).Any(static node => node is BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax);
}
