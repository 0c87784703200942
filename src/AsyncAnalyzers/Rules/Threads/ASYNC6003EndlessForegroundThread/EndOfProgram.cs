namespace AsyncAnalyzers.Rules.Threads;

/// <summary>What ends the process: the end of <c>Main</c> and of all foreground threads, or a call that asks none of them.</summary>
internal static class EndOfProgram
{
    private const int MostFunctions = 50;

    /// <summary>
    /// The project calls <c>Environment.Exit</c> as the regular end. With the code of a failure it is none: <c>Environment.Exit(1)</c> for
    /// wrong arguments.
    /// </summary>
    public static bool IsByCall(CodeModel model)
        => ProjectMentions.Of("Exit", model.Compilation, model.CancellationToken).Any(name => IsRegularExit(name, model));

    /// <summary>
    /// <c>Main</c> starts threads and returns, without a wait for anything behind that: then the threads are the program.
    /// </summary>
    public static bool IsLeftToThreads(SyntaxNode creation, CodeModel model)
        => !model.Types.HasUserInterfaceLoop
            && model.Compilation.GetEntryPoint(model.CancellationToken) is { } main
            && model.SyntaxOf(main) is { } function
            && !Run(function, creation, model.In(function.SyntaxTree), new HashSet<SyntaxNode>()).Waits;

    private static bool IsRegularExit(SimpleNameSyntax name, CodeModel model)
        => CallSyntax.InvocationOf(name) is { ArgumentList.Arguments: var arguments }
            && CallSyntax.Receiver(name) switch
            {
                null => model.In(name.SyntaxTree).SymbolOf(name) is { ContainingType.Name: "Environment" },
                SimpleNameSyntax { Identifier.ValueText: "Environment" } => true,
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Environment" } => true,
                _ => false,
            }
            && arguments.FirstOrDefault()?.Expression
                is not (PrefixUnaryExpressionSyntax or LiteralExpressionSyntax { Token.ValueText: not "0" });

    /// <summary>What a call of the function comes to: the creation, and a wait, behind the creation where it comes to both.</summary>
    private static (bool Creates, bool Waits) Run(SyntaxNode function, SyntaxNode creation, CodeModel model, HashSet<SyntaxNode> seen)
    {
        bool creates = false;
        bool waits = false;
        if (seen.Count < MostFunctions && seen.Add(function))
        {
            foreach (SyntaxNode node in ExecutedCode.NodesOf(function, withNested: false))
            {
                (bool nowCreates, bool nowWaits) = RunNode(node, creation, model, seen);
                creates |= nowCreates;
                waits = nowWaits || (waits && !nowCreates);
            }
        }

        return (creates, waits);
    }

    private static (bool Creates, bool Waits) RunNode(SyntaxNode node, SyntaxNode creation, CodeModel model, HashSet<SyntaxNode> seen)
    {
        if (node == creation)
        {
            return (true, false);
        }

        switch (node)
        {
            case AwaitExpressionSyntax { Expression: var awaited }:
                return (false, CallSyntax.WithoutConfiguration(awaited)
                    is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Task" or "Completion" });
            case InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax
                when model.SymbolOf(node) is IMethodSymbol called && CalledSource.Of(called, model) is { } source:
                return Run(source.Function, creation, model.With(source.Model), seen);
            case InvocationExpressionSyntax call when CallSyntax.CalledNameSyntax(call) is { } name:
                return (false, IsWait(name));
            default:
                return (false, false);
        }
    }

    /// <summary>By its name: the keyboard, a signal, another thread or process, a host or a window.</summary>
    private static bool IsWait(SimpleNameSyntax name) => name.Identifier.ValueText switch
    {
        "ReadLine" or "ReadKey" or "Read" or "Join" or "GetResult" or "SignalAndWait" or "WhenAll" or "WhenAny" => true,
        "Run" => CallSyntax.Receiver(name) is not SimpleNameSyntax { Identifier.ValueText: "Task" },
        var text => text.StartsWith("Wait", StringComparison.Ordinal) || text.StartsWith("Run", StringComparison.Ordinal)
            || text.StartsWith("StartWith", StringComparison.Ordinal),
    };
}
