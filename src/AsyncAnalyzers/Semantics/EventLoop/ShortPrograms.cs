using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Programs in which nobody else waits for a thread: console programs that do one thing after the other and end, and projects that show or
/// measure how something is used.
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
        "Sample", "Samples", "Example", "Examples", "Demo", "Demos", "Playground", "Sandbox", "Tutorial", "Tutorials", "Stress",
        "Benchmark", "Benchmarks", "Perf",
    };

    private static readonly TreeNames ServingNames = new(static (tree, cancellationToken)
        => tree.GetRoot(cancellationToken).Descendants().Select(NameOf).OfType<string>().Distinct());

    private static readonly ConditionalWeakTable<Compilation, StrongBox<bool>> Found = new();

    /// <summary>The code is part of such a program. Under-approximates: a name that only looks like a server's makes it another one.</summary>
    public static bool Contain(CodeModel model)
        => Found.GetValue(
            model.Compilation,
            one => new StrongBox<bool>(IsExample(one.AssemblyName) || EndsByItself(model))).Value;

    private static bool EndsByItself(CodeModel model)
        => model.Compilation.Options.OutputKind == OutputKind.ConsoleApplication
            && !model.Types.HasUserInterfaceLoop && model.Types.HttpContext is null && model.Types.HostedService is null
            && !UserInterfaceTypes.AreSeenBy(model.Compilation)
            && ServingNames.Of(model.Compilation, model.CancellationToken).Count == 0;

    /// <summary><c>Shop.Samples</c>, <c>Shop.Demo.Locks</c>, <c>StressTool</c>.</summary>
    private static bool IsExample(string? assembly)
        => assembly is not null && assembly.Split('.', '-', '_').Any(static segment => NameWords.Of(segment).Any(ExampleWords.Contains));

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
