namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>How a loop reads a plain variable that it does not change.</summary>
internal enum ReadsInLoop
{
    /// <summary>Something in the loop orders memory, or waits: the variable is read again.</summary>
    Again,

    /// <summary>Calls that the compiler does not see through make it read the variable again, as it is today.</summary>
    InPractice,

    /// <summary>Nothing keeps the compiler from reading the variable once, before the loop.</summary>
    Once,
}

/// <summary>Tells whether the just-in-time compiler may move the read of a variable out of a loop.</summary>
internal static class HoistedReads
{
    /// <summary>How many calls deep small methods count as part of the loop.</summary>
    private const int MaximumDepth = 2;

    /// <summary>How many statements a method may have to be compiled into its caller.</summary>
    private const int MostStatements = 2;

    private static readonly string[] OrderingNames =
    {
        "Sleep", "Delay", "Wait", "Join", "Yield", "Spin", "Enter", "TryEnter", "Exit", "Take", "TryTake", "Add", "Dequeue", "Enqueue",
        "TryDequeue", "Read", "Write", "Receive", "Send", "Accept", "Invoke", "Post", "Pulse", "Set", "Reset", "Release", "Get", "Signal",
        "Memory", "Start", "Poll", "Process", "Peek", "Select", "Flush", "Raise", "Dispatch", "On", "Log",
    };

    /// <summary>How the loop reads a flag, if that is a plain variable.</summary>
    public static ReadsInLoop In(FlagLoop loop, CodeModel model)
    {
        ReadsInLoop result = In(loop.Loop, model, 0);
        return result == ReadsInLoop.Once && IsBehindWrite(loop, model) ? ReadsInLoop.InPractice : result;
    }

    /// <summary>Something is written, or called, before the flag is read: today's compiler leaves the read where it is then.</summary>
    private static bool IsBehindWrite(FlagLoop loop, CodeModel model)
        => FunctionSyntax.OwnNodes(loop.Loop).Any(node => node.Span.End <= loop.Flag.SpanStart
            && !(loop.Loop is ForStatementSyntax @for && @for.Declaration?.Span.Contains(node.Span) == true)
            && (node is InvocationExpressionSyntax
                || (node is ExpressionSyntax expression && Writes.IsWritten(expression) && expression is not DeclarationExpressionSyntax
                    && model.SymbolOf(expression) is not (ILocalSymbol or IParameterSymbol))));

    private static ReadsInLoop In(SyntaxNode code, CodeModel model, int depth)
    {
        ReadsInLoop result = ReadsInLoop.Once;
        foreach (SyntaxNode node in code.DescendantsAndSelf(static node => !FunctionSyntax.IsFunction(node)))
        {
            ReadsInLoop one = Of(node, model, depth);
            if (one == ReadsInLoop.Again)
            {
                return one;
            }

            result = one < result ? one : result;
        }

        return result;
    }

    private static ReadsInLoop Of(SyntaxNode node, CodeModel model, int depth)
    {
        switch (node)
        {
            case LockStatementSyntax or AwaitExpressionSyntax or YieldStatementSyntax or CommonForEachStatementSyntax
                or UsingStatementSyntax or UnsafeStatementSyntax or FixedStatementSyntax or CatchClauseSyntax or FinallyClauseSyntax:
                return ReadsInLoop.Again;
            case InvocationExpressionSyntax call:
                return OfCall(call, model, depth);
            case MemberAccessExpressionSyntax or IdentifierNameSyntax when node.Parent is not InvocationExpressionSyntax:
                return model.SymbolOf(node) switch
                {
                    IFieldSymbol { IsVolatile: true } => ReadsInLoop.Again,
                    IPropertySymbol { IsVirtual: false, IsOverride: false, IsAbstract: false } property
                        when IsLength(property) || SafeCode.IsAutomatic(property, model.CancellationToken) => ReadsInLoop.Once,
                    IPropertySymbol => ReadsInLoop.InPractice,
                    IEventSymbol => ReadsInLoop.Again,
                    _ => ReadsInLoop.Once,
                };
            case BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or AssignmentExpressionSyntax:
                return IsPrimitive((ExpressionSyntax)node, model) ? ReadsInLoop.Once : ReadsInLoop.InPractice;
            case ElementAccessExpressionSyntax element:
                return model.TypeOf(element.Expression) is IArrayTypeSymbol ? ReadsInLoop.Once
                    : ReadsInLoop.InPractice;
            case StatementSyntax or LiteralExpressionSyntax or ParenthesizedExpressionSyntax or ConditionalExpressionSyntax
                or CastExpressionSyntax or PredefinedTypeSyntax or VariableDeclarationSyntax or VariableDeclaratorSyntax
                or EqualsValueClauseSyntax or ElseClauseSyntax or ArgumentListSyntax or BracketedArgumentListSyntax or ArgumentSyntax
                or ThisExpressionSyntax or CheckedExpressionSyntax
                or IsPatternExpressionSyntax or PatternSyntax or ArrowExpressionClauseSyntax
                or MemberAccessExpressionSyntax or IdentifierNameSyntax:
                return ReadsInLoop.Once;
            default:
                return ReadsInLoop.InPractice;
        }
    }

    /// <summary>A small method of this compilation is compiled into its caller; of others nothing is known but their names.</summary>
    private static ReadsInLoop OfCall(InvocationExpressionSyntax call, CodeModel model, int depth)
    {
        if (CallSyntax.CalledName(call) is not { } name || Array.Exists(OrderingNames, word
            => name.StartsWith(word, StringComparison.Ordinal) || name.EndsWith(word, StringComparison.Ordinal))
            || CallSyntax.MethodOf(call, model) is not { } method)
        {
            return ReadsInLoop.Again;
        }

        if (method.ContainingType is { ContainingNamespace.Name: "Threading" or "Tasks" or "IO" or "Sockets" } || method.IsAsync
            || method.MethodKind == MethodKind.DelegateInvoke)
        {
            return ReadsInLoop.Again;
        }

        if (method.ContainingType is { Name: "Math" or "MathF", ContainingNamespace: { Name: "System" } space }
            && space.ContainingNamespace.IsGlobalNamespace)
        {
            return ReadsInLoop.Once;
        }

        if (CalledSource.OfOnly(method, model) is not { } called)
        {
            return ReadsInLoop.InPractice;
        }

        ReadsInLoop inside = depth < MaximumDepth ? In(called.Body, model.With(called.Model), depth + 1) : ReadsInLoop.InPractice;
        bool isSmall = called.Body is not BlockSyntax block || (block.Statements.Count <= MostStatements
            && block.Statements.All(static statement => statement is ExpressionStatementSyntax or ReturnStatementSyntax));
        return inside == ReadsInLoop.Once && !isSmall ? ReadsInLoop.InPractice : inside;
    }

    private static bool IsLength(IPropertySymbol property)
        => property.Name == "Length" && property.ContainingType.SpecialType is SpecialType.System_Array or SpecialType.System_String;

    private static bool IsPrimitive(ExpressionSyntax expression, CodeModel model)
        => model.TypeOf(expression) is { } type
            && (type.TypeKind == TypeKind.Enum || type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_Double
                and not SpecialType.System_Decimal)
            && model.SymbolOf(expression)
                is null or IMethodSymbol { MethodKind: MethodKind.BuiltinOperator };
}
