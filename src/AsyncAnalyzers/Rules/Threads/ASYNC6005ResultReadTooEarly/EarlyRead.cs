namespace AsyncAnalyzers.Rules.Threads;

/// <summary>
/// <c>new Thread(() => result = Compute()).Start(); return result;</c>: what a lambda sets that runs beside the code is read there, on a
/// path without a wait. Under-approximates: a wait of any kind in between, a loop or a lock around the read, and flags may be meant.
/// </summary>
/// <param name="Start">What runs the lambda.</param>
/// <param name="Read">Where the variable is read.</param>
internal sealed record EarlyRead(ConcurrentStart Start, IdentifierNameSyntax Read)
{
    private static readonly string[] Pauses =
    {
        "Sleep", "Delay", "SpinWait", "SpinUntil", "Yield", "ReadLine", "ReadKey", "Take", "Receive", "Result", "GetResult",
    };

    /// <summary>The first such read behind the start that the name belongs to.</summary>
    public static EarlyRead? Of(SimpleNameSyntax name, CodeModel model)
    {
        if (ConcurrentStart.At(name) is not { Kind: ConcurrencyKind.Started } start
            || start.Functions.Length != 1 || start.Functions[0] is not AnonymousFunctionExpressionSyntax work
            || FunctionSyntax.Enclosing(start.Call) is not { } function
            || ResultsOf(work).ToArray() is not { Length: > 0 } results
            || !start.IsConfirmed(model))
        {
            return null;
        }

        HashSet<SyntaxNode>? beside = null;
        SyntaxNode body = FunctionSyntax.Body(function) ?? function;
        foreach (IdentifierNameSyntax read in FunctionSyntax.OwnNodes(body).OfType<IdentifierNameSyntax>())
        {
            if (read.SpanStart > start.Call.Span.End
                && Array.Exists(results, result => result.Identifier.ValueText == read.Identifier.ValueText)
                && IsPlainRead(read) && !IsPaced(start.Call, read, body)
                && model.SymbolOf(read) is ILocalSymbol local && IsResult(local, work, model)
                && (beside ??= BesideOf(start, model)).Contains(read))
            {
                return new EarlyRead(start, read);
            }
        }

        return null;
    }

    private static HashSet<SyntaxNode> BesideOf(ConcurrentStart start, CodeModel model)
        => new(MayHappenInParallel.Of(start, model).Nodes().Where(static one => one.CalledAt is null).Select(static one => one.Node));

    /// <summary>What the work sets by a plain assignment, whatever happens in it but for an exception.</summary>
    private static IEnumerable<IdentifierNameSyntax> ResultsOf(AnonymousFunctionExpressionSyntax work)
        => FunctionSyntax.OwnNodes(work.Body).OfType<AssignmentExpressionSyntax>()
            .Where(assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && assignment.Ancestors()
                .TakeWhile(around => around != work).All(static around
                    => around is ExpressionStatementSyntax or BlockSyntax or TryStatementSyntax or UsingStatementSyntax))
            .Select(static assignment => assignment.Left).OfType<IdentifierNameSyntax>();

    /// <summary>A local of the code around that holds a value: a flag may be asked at any time, and a task is a handle.</summary>
    private static bool IsResult(ILocalSymbol local, SyntaxNode work, CodeModel model)
        => local is { IsRef: false, Type.SpecialType: not SpecialType.System_Boolean }
            && !local.Type.IsTaskOrTaskLike(model.Types)
            && local.Type.Name is not ("Thread" or "Timer" or "CancellationTokenSource" or "Process")
            && model.SyntaxOf(local) is VariableDeclaratorSyntax declaration && !work.Span.Contains(declaration.Span)
            && IsNothing(declaration.Initializer?.Value);

    /// <summary>What a variable holds that waits for its value: anything else may be shown meanwhile.</summary>
    private static bool IsNothing(ExpressionSyntax? initial) => initial switch
    {
        null or LiteralExpressionSyntax or DefaultExpressionSyntax => true,
        PrefixUnaryExpressionSyntax prefix => IsNothing(prefix.Operand),
        PostfixUnaryExpressionSyntax or CastExpressionSyntax => IsNothing(CallSyntax.WithoutCasts(initial)),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty" } => true,
        BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null } => true,
        ArrayCreationExpressionSyntax { Initializer: null or { Expressions.Count: 0 } } => true,
        _ => false,
    };

    private static bool IsPlainRead(IdentifierNameSyntax read)
        => Writes.AccessOf(read) == AccessKind.Read && !CallSyntax.IsInNameOf(read)
            && read.Parent is not ArgumentSyntax { RefKindKeyword.RawKind: not 0 }
            && !LoopBounds.IsInLoop(read)
            && !read.Ancestors().Any(static around => around is LockStatementSyntax);

    /// <summary>Something between the start and the read waits, for whatever: by then the work may well have ended.</summary>
    private static bool IsPaced(ExpressionSyntax start, IdentifierNameSyntax read, SyntaxNode body)
        => FunctionSyntax.OwnNodes(body).Any(node
            => node.SpanStart > start.SpanStart && node.SpanStart < read.SpanStart && !start.Span.Contains(node.Span)
                && (FunctionSyntax.IsAwait(node)
                    || (node is SimpleNameSyntax { Identifier.ValueText: var name }
                        && (WaitNames.IsOfThread(name) || name.StartsWith("Wait", StringComparison.Ordinal) || Pauses.Contains(name)))));
}
