using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// A TaskCompletionSource in a local whose task is handed out on a path that never completes it: whoever awaits it waits forever.
/// All that completes it stands in one function, the declaring one or a lambda that is run once; where the source goes anywhere else,
/// nothing is known.
/// </summary>
internal sealed class UncompletedSource
{
    private readonly List<InvocationExpressionSyntax> _completions = new();
    private readonly List<MemberAccessExpressionSyntax> _handedOut = new();
    private readonly SyntaxNode _function;
    private readonly VariableDeclaratorSyntax _declarator;

    private UncompletedSource(SyntaxNode function, VariableDeclaratorSyntax declarator)
    {
        _function = function;
        _declarator = declarator;
        Name = declarator.Identifier.ValueText;
    }

    /// <summary>The name of the local.</summary>
    public string Name { get; }

    /// <summary>The function that all completions stand in.</summary>
    private SyntaxNode? Home { get; set; }

    /// <summary>
    /// Where paths go wrong: a <see cref="CatchClauseSyntax"/> that swallows what kept the source from being completed, the
    /// <c>source.Task</c> that is returned or awaited, or the lambda that may end without completing it.
    /// </summary>
    public ImmutableArray<SyntaxNode> Places { get; private set; } = ImmutableArray<SyntaxNode>.Empty;

    /// <summary>
    /// Looks at the local that a source is created for; null where every path completes it, or where the source is not followed.
    /// </summary>
    public static UncompletedSource? Find(VariableDeclaratorSyntax declarator, CodeModel model)
    {
        if (declarator is not { Initializer: not null, Parent.Parent: LocalDeclarationStatementSyntax }
            || FunctionSyntax.Enclosing(declarator) is not { } function)
        {
            return null;
        }

        var source = new UncompletedSource(function, declarator);
        if (!source.TryClassifyMentions()
            || source.Home is not { } home
            || source._handedOut.Count == 0
            || (home != function && !RunsOnce(home, function, model))
            || FunctionGraph.Of(home, model) is not { } graph)
        {
            return null;
        }

        source.Places = source.Follow(graph, model.CancellationToken);
        return source.Places.IsEmpty ? null : source;
    }

    private bool TryClassifyMentions()
    {
        foreach (SyntaxNode node in _function.Descendants())
        {
            if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != Name || IsOtherName(name))
            {
                continue;
            }

            if (name.Parent is not MemberAccessExpressionSyntax access || access.Expression != name)
            {
                return false;
            }

            switch (access.Name.Identifier.ValueText)
            {
                case "SetResult" or "TrySetResult" or "SetException" or "TrySetException" or "SetCanceled" or "TrySetCanceled"
                    or "SetFromTask" or "TrySetFromTask"
                    when access.Parent is InvocationExpressionSyntax completion
                        && FunctionSyntax.Enclosing(name) is { } home
                        && (Home is null || Home == home):
                    Home = home;
                    _completions.Add(completion);
                    break;
                case "Task" when access.Parent is not MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "IsCompleted"
                    or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" or "Status"
                }:
                    if (FunctionSyntax.Enclosing(name) == _function && IsReturnedOrAwaited(access))
                    {
                        _handedOut.Add(access);
                    }

                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool IsOtherName(IdentifierNameSyntax name)
        => name.Parent is NameColonSyntax or NameEqualsSyntax
            || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name);

    private static bool IsReturnedOrAwaited(MemberAccessExpressionSyntax task)
    {
        SyntaxNode? parent = task.Parent;
        if (parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "ConfigureAwait",
                Parent: InvocationExpressionSyntax configured
            })
        {
            parent = configured.Parent;
        }

        return parent is AwaitExpressionSyntax or ReturnStatementSyntax;
    }

    /// <summary>A lambda of the function that a thread of its own or a pool thread runs, once.</summary>
    private static bool RunsOnce(SyntaxNode lambda, SyntaxNode function, CodeModel model)
    {
        if (lambda is not AnonymousFunctionExpressionSyntax
            {
                Block: not null,
                Parent: ArgumentSyntax { Parent: ArgumentListSyntax { Parent: ExpressionSyntax call } }
            }
            || FunctionSyntax.Enclosing(lambda) != function)
        {
            return false;
        }

        return model.SymbolOf(call) is IMethodSymbol method && method switch
        {
            { MethodKind: MethodKind.Constructor } => method.ContainingType.Is(model.Types.Thread),
            { Name: "Run" } => method.IsDeclaredIn(model.Types.Task),
            { Name: "StartNew" } => method.IsDeclaredIn(model.Types.TaskFactory) || method.IsDeclaredIn(model.Types.TaskFactoryOfT),
            { Name: "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" } => method.IsDeclaredIn(model.Types.ThreadPool),
            _ => false,
        };
    }

    private ImmutableArray<SyntaxNode> Follow(ControlFlowGraph graph, CancellationToken cancellationToken)
    {
        CatchClauseSyntax[] catches = FunctionSyntax.OwnNodes(BodyOf(Home!)).OfType<CatchClauseSyntax>().ToArray();
        Dictionary<ControlFlowRegion, CatchClauseSyntax>? handlers = CompletionSourceFlow.HandlersOf(graph, BodyOf(Home!));
        if (handlers is null || catches.Length > 60)
        {
            return ImmutableArray<SyntaxNode>.Empty;
        }

        var flow = new CompletionSourceFlow(_declarator, _completions, Home == _function ? _handedOut : new(), handlers, catches);
        ulong exit = flow.Solve(graph, CompletionSourceFlow.Uncompleted, cancellationToken).AtNormalExit;
        ImmutableArray<SyntaxNode>.Builder places = ImmutableArray.CreateBuilder<SyntaxNode>();
        ulong swallowed = 0;
        foreach (MemberAccessExpressionSyntax task in _handedOut)
        {
            ulong state = flow.StateAt(task);
            swallowed |= state;
            if ((state & CompletionSourceFlow.Uncompleted) != 0 && IsBehindTheOneTest(task))
            {
                places.Add(task);
            }
        }

        if (Home != _function)
        {
            swallowed = exit;
            if ((exit & CompletionSourceFlow.Uncompleted) != 0 && IsBehindTheOneTest(null))
            {
                places.Add(Home!);
            }
        }

        // Where a path leads from the handler to a completion, what decides about that may well decide about the rest.
        swallowed &= ~flow.CompletedLater;
        for (int i = 0; i < catches.Length; i++)
        {
            if ((swallowed & CompletionSourceFlow.Swallowed(i)) != 0)
            {
                places.Add(catches[i]);
            }
        }

        return places.ToImmutable();
    }

    /// <summary>
    /// All completions stand in one <c>if</c> without <c>else</c>, or in one <c>switch</c> without <c>default</c>, and nothing leaves
    /// between it and the place. Where several tests decide, they may well cover all cases together.
    /// </summary>
    private bool IsBehindTheOneTest(SyntaxNode? place)
    {
        SyntaxNode body = BodyOf(Home!);
        SyntaxNode? test = null;
        foreach (InvocationExpressionSyntax completion in _completions)
        {
            SyntaxNode? outermost = completion.Ancestors().TakeWhile(ancestor => ancestor != body && ancestor != Home)
                .LastOrDefault(ancestor
                    => ancestor is IfStatementSyntax or SwitchStatementSyntax or ConditionalExpressionSyntax or SwitchExpressionSyntax
                        or TryStatementSyntax
                    or BinaryExpressionSyntax || ControlFlowSyntax.LoopBody(ancestor) is not null);
            if (!(outermost is IfStatementSyntax { Else: null } || IsOpenSwitch(outermost)) || (test is not null && test != outermost)
                || completion.Ancestors().TakeWhile(ancestor => ancestor != outermost).Any(ancestor
                    => ancestor is IfStatementSyntax or SwitchSectionSyntax && ancestor.Parent != outermost))
            {
                return false;
            }

            test = outermost;
        }

        int end = place?.SpanStart ?? body.Span.End;
        return test is not null && !FunctionSyntax.OwnNodes(body).Any(
            node => node.SpanStart > test.Span.End
                && node.Span.End < end
                && node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or GotoStatementSyntax);
    }

    /// <summary>A <c>switch</c> without <c>default</c> over numbers or texts that are written there: some value is none of them.</summary>
    private static bool IsOpenSwitch(SyntaxNode? test)
        => test is SwitchStatementSyntax { Sections: { Count: > 0 } sections }
            && sections.All(static section => section.Labels.All(static label => label is CaseSwitchLabelSyntax
            {
                Value: LiteralExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.NumericLiteralExpression or (int)SyntaxKind.StringLiteralExpression
                    or (int)SyntaxKind.CharacterLiteralExpression
                }
            }));

    private static SyntaxNode BodyOf(SyntaxNode function) => FunctionSyntax.Body(function) ?? function;
}
