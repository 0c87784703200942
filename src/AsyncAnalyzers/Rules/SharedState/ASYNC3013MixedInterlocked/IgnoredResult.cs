namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// A call of Interlocked whose result is dropped, and a statement after it that reads the variable again: another thread may have changed
/// it in between.
/// </summary>
/// <param name="Call">The call.</param>
/// <param name="Dropped">The statement that it is.</param>
/// <param name="Reading">The statement that reads.</param>
/// <param name="Evaluated">The expression of that statement that is evaluated first.</param>
/// <param name="Read">The first read in it.</param>
/// <param name="Severity">A warning where the other value leads to another decision; a suggestion where it may be as good.</param>
internal sealed record IgnoredResult(
    InvocationExpressionSyntax Call, StatementSyntax Dropped, StatementSyntax Reading, ExpressionSyntax Evaluated, ExpressionSyntax Read,
    DiagnosticSeverity Severity)
{
    /// <summary>The variable is a local that functions share, most often the count of a test.</summary>
    public bool IsOfLocal { get; private init; }

    /// <summary>How many statements after the call are looked at.</summary>
    private const int MostStatements = 3;

    public static IgnoredResult? Of(InvocationExpressionSyntax call, CodeModel model)
    {
        if (CallSyntax.CalledName(call) is not ("Increment" or "Decrement" or "Add")
            || CallSyntax.StatementIgnoring(call) is not { } statement
            || Find(call, statement, model) is not { } found
            || CallSyntax.MethodOf(call, model)?.IsDeclaredIn(model.Types.Interlocked) != true
            || !IsShared(call, model)
            || LockSets.At(call, model).KeepsWritersOut)
        {
            return null;
        }

        return model.SymbolOf(InterlockedFields.TargetOf(call)) is ILocalSymbol or IParameterSymbol
            ? found with { IsOfLocal = true, Severity = DiagnosticSeverity.Info }
            : found;
    }

    /// <summary>The reads of the variable in an expression, outside of functions nested in it, in source order.</summary>
    public static IEnumerable<ExpressionSyntax> ReadsIn(ExpressionSyntax evaluated, InvocationExpressionSyntax call, CodeModel model)
    {
        ExpressionSyntax target = InterlockedFields.TargetOf(call);
        ExpressionSyntax named = WithoutThis(target);
        return evaluated.DescendantsAndSelf(static inner => !FunctionSyntax.IsFunction(inner)).OfType<ExpressionSyntax>()
            .Where(mention => IsMention(mention, named)
                // A local may be called as the field is.
                && SymbolEqualityComparer.Default.Equals(model.SymbolOf(mention), model.SymbolOf(target)));
    }

    /// <summary>
    /// <c>long n = _count + 1; Interlocked.Increment(ref _count);</c> The read in the statement before the call, which works out what the
    /// call returns: two threads work out the same.
    /// </summary>
    public static ExpressionSyntax? ReadBefore(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.CalledName(call) is "Increment" or "Decrement" or "Add"
            && CallSyntax.StatementIgnoring(call) is { Parent: BlockSyntax block } statement
            && block.Statements.IndexOf(statement) is > 0 and var index
            && EvaluatedBy(block.Statements[index - 1]) is { } evaluated
            && (evaluated is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var value }
                ? value : evaluated) is BinaryExpressionSyntax sum
            && IsResultOf(sum, call)
            && ReadsIn(sum.Left, call, model).FirstOrDefault() is { } read && read == sum.Left
            && CallSyntax.MethodOf(call, model)?.IsDeclaredIn(model.Types.Interlocked) == true
            && IsShared(call, model)
            && !LockSets.At(call, model).KeepsWritersOut
                ? read
                : null;

    private static bool IsResultOf(BinaryExpressionSyntax sum, InvocationExpressionSyntax call) => CallSyntax.CalledName(call) switch
    {
        "Increment" => sum is { RawKind: (int)SyntaxKind.AddExpression, Right: LiteralExpressionSyntax { Token.ValueText: "1" } },
        "Decrement" => sum is { RawKind: (int)SyntaxKind.SubtractExpression, Right: LiteralExpressionSyntax { Token.ValueText: "1" } },
        _ => sum.IsKind(SyntaxKind.AddExpression) && call.ArgumentList.Arguments.Count == 2
            && SyntaxFactory.AreEquivalent(sum.Right, call.ArgumentList.Arguments[1].Expression),
    };

    private static IgnoredResult? Find(InvocationExpressionSyntax call, StatementSyntax dropped, CodeModel model)
    {
        foreach (StatementSyntax statement in After(dropped).Take(MostStatements))
        {
            ExpressionSyntax? evaluated = EvaluatedBy(statement);
            if (evaluated is not null && ReadsIn(evaluated, call, model).FirstOrDefault() is { } read)
            {
                return Writes.AccessOf(read) == AccessKind.Read
                    && !OnlyEndsLoop(statement)
                    && SeverityOf(read, evaluated, call) is { } severity
                    ? new IgnoredResult(
                        call, dropped, statement, evaluated, read, OnlyLogs(statement) ? DiagnosticSeverity.Info : severity)
                    : null;
            }

            if (statement is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax)
                || FunctionSyntax.OwnNodes(statement).Any(static node => FunctionSyntax.IsAwait(node)
                    || (node is InvocationExpressionSyntax between && !IsLogging(between))))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>What is called between may have changed the variable, so that the author wants to see it anew.</summary>
    public static bool IsLogging(InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) is { } name
            && (name.StartsWith("Log", StringComparison.Ordinal) || name.StartsWith("Write", StringComparison.Ordinal)
                || name is "Debug" or "Trace" or "Info" or "Warn" or "Error" or "nameof");

    /// <summary><c>if (_files % 1000 == 0) { Log.Trace("…"); }</c>: at worst a line is missing.</summary>
    private static bool OnlyLogs(StatementSyntax reading)
        => reading is IfStatementSyntax { Else: null } test
            && (test.Statement is BlockSyntax { Statements: { Count: 1 } only } ? only[0] : test.Statement) is ExpressionStatementSyntax
            {
                Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: NameSyntax logger } }
            }
            && logger.ToString().IndexOf("log", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>A loop that is left a little earlier or later does the same.</summary>
    private static bool OnlyEndsLoop(StatementSyntax reading)
        => reading is IfStatementSyntax { Else: null } test
            && (test.Statement is BlockSyntax { Statements: { Count: 1 } only } ? only[0] : test.Statement) is BreakStatementSyntax;

    private static IEnumerable<StatementSyntax> After(StatementSyntax statement)
    {
        IReadOnlyList<StatementSyntax> all = statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit }
                => unit.Members.OfType<GlobalStatementSyntax>().Select(static global => global.Statement).ToArray(),
            _ => Array.Empty<StatementSyntax>(),
        };
        return all.SkipWhile(one => one != statement).Skip(1);
    }

    private static ExpressionSyntax? EvaluatedBy(StatementSyntax statement) => statement switch
    {
        IfStatementSyntax @if => @if.Condition,
        ReturnStatementSyntax @return => @return.Expression,
        SwitchStatementSyntax @switch => @switch.Expression,
        ExpressionStatementSyntax expression => expression.Expression,
        LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } => variables[0].Initializer?.Value,
        _ => null,
    };

    private static bool IsMention(ExpressionSyntax mention, ExpressionSyntax target)
        => mention is IdentifierNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax
            && SyntaxFactory.AreEquivalent(WithoutThis(mention), target)
            && mention.Parent switch
            {
                MemberAccessExpressionSyntax access => access.Name != mention,
                NameColonSyntax or NameEqualsSyntax => false,
                _ => !CallSyntax.IsInNameOf(mention),
            };

    private static ExpressionSyntax WithoutThis(ExpressionSyntax expression)
        => expression is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access.Name : expression;

    /// <summary>What hangs on the value; null where it is only shown, or where nothing is known.</summary>
    private static DiagnosticSeverity? SeverityOf(ExpressionSyntax read, ExpressionSyntax evaluated, InvocationExpressionSyntax call)
    {
        SyntaxNode current = read;
        while (current != evaluated)
        {
            SyntaxNode parent = current.Parent!;
            switch (parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax:
                    break;
                case IsPatternExpressionSyntax test:
                    return test.Pattern is RelationalPatternSyntax relation
                        ? OfRelation(relation.OperatorToken.Kind(), isLeft: true, call) : DiagnosticSeverity.Warning;
                case SwitchExpressionSyntax @switch when @switch.GoverningExpression == current:
                    return DiagnosticSeverity.Warning;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression }:
                    return DiagnosticSeverity.Warning;
                case BinaryExpressionSyntax binary when binary.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.GreaterThanExpression
                    or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanOrEqualExpression:
                    return OfRelation(binary.OperatorToken.Kind(), binary.Left == current, call);
                case BinaryExpressionSyntax binary when binary.Kind() is SyntaxKind.AddExpression or SyntaxKind.SubtractExpression
                    or SyntaxKind.ModuloExpression or SyntaxKind.BitwiseAndExpression or SyntaxKind.DivideExpression
                    or SyntaxKind.MultiplyExpression:
                    break;
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
                    when assignment.Right == current && assignment.Left is not IdentifierNameSyntax { Identifier.ValueText: "_" }:
                    return DiagnosticSeverity.Warning;
                case ArgumentSyntax { Parent: BracketedArgumentListSyntax }:
                    return DiagnosticSeverity.Warning;
                default:
                    return null;
            }

            current = parent;
        }

        return evaluated.Parent is ReturnStatementSyntax or SwitchStatementSyntax or EqualsValueClauseSyntax
            ? DiagnosticSeverity.Warning : null;
    }

    /// <summary>
    /// A counter that has come down to zero is seen there by more than one; a limit that was passed on the way up is passed for all.
    /// </summary>
    private static DiagnosticSeverity OfRelation(SyntaxKind token, bool isLeft, InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) == "Decrement"
            && (isLeft ? token is SyntaxKind.LessThanToken or SyntaxKind.LessThanEqualsToken
                : token is SyntaxKind.GreaterThanToken or SyntaxKind.GreaterThanEqualsToken)
            ? DiagnosticSeverity.Warning
            : DiagnosticSeverity.Info;

    /// <summary>Other threads can reach the variable: a field that is not of an object under construction, or a captured local.</summary>
    public static bool IsShared(InvocationExpressionSyntax call, CodeModel model)
    {
        ExpressionSyntax target = InterlockedFields.TargetOf(call);
        SyntaxNode? function = FunctionSyntax.Enclosing(call);
        switch (model.SymbolOf(target))
        {
            case IFieldSymbol field:
                return function is not ConstructorDeclarationSyntax constructor
                    || (field.IsStatic && !constructor.Modifiers.Any(SyntaxKind.StaticKeyword));
            case ILocalSymbol { IsRef: false } or IParameterSymbol { RefKind: RefKind.None }:
                return function is not null && target is IdentifierNameSyntax name && IsCaptured(name, function);
            default:
                return true;
        }
    }

    private static bool IsCaptured(IdentifierNameSyntax variable, SyntaxNode function)
        => FunctionSyntax.OutermostEnclosing(function).Descendants().OfType<IdentifierNameSyntax>().Any(mention
            => mention.Identifier.ValueText == variable.Identifier.ValueText
                && FunctionSyntax.Enclosing(mention) is { } inner && FunctionSyntax.IsFunction(inner));
}
