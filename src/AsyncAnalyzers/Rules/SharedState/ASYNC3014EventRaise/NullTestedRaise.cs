namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A call of a delegate that a condition has tested for null, and that is read a second time for the call.</summary>
/// <param name="Owner">The <c>if</c>, the conditional expression or the <c>&amp;&amp;</c> that the test is in.</param>
/// <param name="Test">The test.</param>
/// <param name="Event">What is tested, as it is written in the call.</param>
/// <param name="Call">The call.</param>
internal sealed record NullTestedRaise(SyntaxNode Owner, ExpressionSyntax Test, ExpressionSyntax Event, InvocationExpressionSyntax Call)
{
    /// <summary>By syntax: some operand of the condition compares a name with null.</summary>
    public static bool MayTest(SyntaxNode node) => ConditionOf(node) is { } condition && TestsIn(condition).Any();

    /// <summary>The calls that run only where the condition has found the delegate not to be null.</summary>
    public static IEnumerable<NullTestedRaise> In(SyntaxNode node)
    {
        foreach ((ExpressionSyntax test, ExpressionSyntax tested, bool isNull) in TestsIn(ConditionOf(node)!))
        {
            foreach (SyntaxNode region in RegionsOf(node, isNull))
            {
                foreach (SyntaxNode inner in FunctionSyntax.OwnNodes(region))
                {
                    if (inner is InvocationExpressionSyntax call && RaisedBy(call) is { } raised && IsSame(raised, tested))
                    {
                        yield return new NullTestedRaise(node, test, raised, call);
                    }
                }
            }
        }
    }

    /// <summary>
    /// What the call returns is used, and there is nothing to put in its place where <c>?.</c> calls nobody: it is neither a statement, nor
    /// a branch of the <c>?:</c> or <c>&amp;&amp;</c> with the test.
    /// </summary>
    public bool NeedsCopy(CodeModel model)
        => CallSyntax.CalledName(Call) is "GetInvocationList"
            || (Call.Parent is not (ExpressionStatementSyntax or ConditionalAccessExpressionSyntax) && Call.Parent != Owner
                && model.SymbolOf(Call) is IMethodSymbol { ReturnsVoid: false });

    /// <summary>
    /// The event or field, where other threads may change it: a field-like event, or a field that other code of the type sets to null.
    /// </summary>
    public ISymbol? IsShared(CodeModel model)
    {
        ISymbol? symbol = model.SymbolOf(Event);
        bool isShared = symbol switch
        {
            IEventSymbol { IsAbstract: false } @event => @event.DeclaringSyntaxReferences.Any(place
                => place.GetSyntax(model.CancellationToken) is VariableDeclaratorSyntax)
                && (@event.DeclaredAccessibility != Accessibility.Private
                    || @event.ContainingType.DeclaringSyntaxReferences.Length > 1 || IsTakenAway(@event, model)),
            IFieldSymbol { IsReadOnly: false, Type.TypeKind: TypeKind.Delegate } field
                => !field.GetAttributes().Any(attribute => attribute.AttributeClass.Is(model.Types.ThreadStaticAttribute))
                    && IsTakenAway(field, model)
                    && (field.DeclaredAccessibility != Accessibility.Private || HasSubscribers(field) || KnowsThreads()),
            _ => false,
        };
        return isShared && !TurnBasedTypes.Contains(symbol!.ContainingType) && !AreEventArguments(symbol.ContainingType)
            && !Call.SyntaxTree.FilePath.EndsWith("xaml.cs", StringComparison.OrdinalIgnoreCase)
            && Event is not MemberAccessExpressionSyntax { Expression: not (ThisExpressionSyntax or NameSyntax) }
            && FunctionSyntax.Enclosing(Call) is not (null or ConstructorDeclarationSyntax)
            && !LockSets.At(Call, model).KeepsWritersOut
                ? symbol : null;
    }

    /// <summary>An object that one raise makes, and whose own events its handlers hear.</summary>
    private static bool AreEventArguments(INamedTypeSymbol type)
        => type.BaseType.SelfAndBases().Any(static one => one.Name == "EventArgs");

    private static ExpressionSyntax? ConditionOf(SyntaxNode node) => node switch
    {
        IfStatementSyntax @if => @if.Condition,
        ConditionalExpressionSyntax conditional => conditional.Condition,
        BinaryExpressionSyntax both => both.Left,
        _ => null,
    };

    /// <summary>What the operands of <c>&amp;&amp;</c> find not to be null, and those of <c>||</c> to be null.</summary>
    private static IEnumerable<(ExpressionSyntax Test, ExpressionSyntax Tested, bool IsNull)> TestsIn(ExpressionSyntax condition)
    {
        ExpressionSyntax bare = CallSyntax.WalkDownParentheses(condition);
        SyntaxKind joint = bare.IsKind(SyntaxKind.LogicalOrExpression) ? SyntaxKind.LogicalOrExpression : SyntaxKind.LogicalAndExpression;
        foreach (ExpressionSyntax operand in CallSyntax.Operands(bare, joint))
        {
            if (NullTest.Of(operand) is { Tested: var tested, IsNull: var isNull, Designation: null }
                && tested is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or NameSyntax }
                && (isNull ? joint == SyntaxKind.LogicalOrExpression || operand == bare : joint == SyntaxKind.LogicalAndExpression))
            {
                yield return (operand, tested, isNull);
            }
        }
    }

    private static IEnumerable<SyntaxNode> RegionsOf(SyntaxNode node, bool isNull)
    {
        switch (node)
        {
            case IfStatementSyntax @if when !isNull:
                yield return @if.Statement;
                break;
            case IfStatementSyntax { Else: { } otherwise }:
                yield return otherwise.Statement;
                break;
            case IfStatementSyntax { Parent: BlockSyntax block } guard when IsExit(guard.Statement):
                foreach (StatementSyntax after in block.Statements.SkipWhile(statement => statement != guard).Skip(1))
                {
                    yield return after;
                }

                break;
            case ConditionalExpressionSyntax conditional:
                yield return isNull ? conditional.WhenFalse : conditional.WhenTrue;
                break;
            case BinaryExpressionSyntax both when !isNull:
                yield return both.Right;
                break;
        }
    }

    private static bool IsExit(StatementSyntax statement) => statement switch
    {
        BlockSyntax { Statements: { Count: > 0 } statements } => IsExit(statements[statements.Count - 1]),
        ReturnStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or ThrowStatementSyntax => true,
        _ => false,
    };

    /// <summary><c>E</c> of <c>E(x)</c>, <c>E.Invoke(x)</c> and <c>E.GetInvocationList()</c>.</summary>
    private static ExpressionSyntax? RaisedBy(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke" or "GetInvocationList" } access => access.Expression,
        IdentifierNameSyntax or MemberAccessExpressionSyntax => call.Expression,
        _ => null,
    };

    private static bool IsSame(ExpressionSyntax raised, ExpressionSyntax tested)
        => SyntaxFactory.AreEquivalent(WithoutThis(raised), WithoutThis(tested));

    private static ExpressionSyntax WithoutThis(ExpressionSyntax expression)
        => expression is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access.Name : expression;

    /// <summary><c>add { _done += value; }</c></summary>
    private bool HasSubscribers(IFieldSymbol field)
        => Call.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault() is { } type && type.Descendants().Any(node
            => node is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } added
                && WithoutThis(added.Left) is IdentifierNameSyntax name && name.Identifier.ValueText == field.Name);

    /// <summary>The type takes locks or starts work: a field that only one thread uses is nobody's to take away.</summary>
    private bool KnowsThreads()
        => Call.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault() is { } type && type.Descendants().Any(static node
            => node is LockStatementSyntax or AwaitExpressionSyntax || node is SimpleNameSyntax
            {
                Identifier.ValueText: "Interlocked" or "Volatile" or "Monitor" or "Thread" or "ThreadPool" or "Task" or "Timer"
                    or "Parallel",
            });

    /// <summary>Another function of the type, but for its end, sets it to null, or removes a handler from it.</summary>
    private bool IsTakenAway(ISymbol field, CodeModel model)
    {
        SyntaxNode? function = FunctionSyntax.Enclosing(Call);
        return Call.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault() is { } type
            && NameMentions.In(type, model)[field.Name].Any(mention
                => Writes.ExpressionOf(mention).Parent is AssignmentExpressionSyntax assignment
                    && assignment.Left == Writes.ExpressionOf(mention)
                    && (assignment.IsKind(SyntaxKind.SubtractAssignmentExpression)
                        || assignment.Right.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression)
                    && FunctionSyntax.Enclosing(mention) is { } other
                        and not (ConstructorDeclarationSyntax or DestructorDeclarationSyntax
                            or MethodDeclarationSyntax { Identifier.ValueText: "Dispose" or "DisposeAsync" or "DisposeAsyncCore" })
                    && other != function
                    && SymbolEqualityComparer.Default.Equals(model.SymbolOf(mention), field));
    }
}
