namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The conditions that decide in a turn of a loop whether it goes on, once a call has thrown.</summary>
internal sealed class TurnConditions
{
    /// <summary>Calls that go on to what is next, and know of no cancellation.</summary>
    private static readonly HashSet<string> Advances = new(StringComparer.Ordinal)
    {
        "TryDequeue", "TryPop", "TryTake", "TryRead", "TryPeek", "TryGetValue", "Any", "Count", "Contains", "ContainsKey", "Read",
        "ReadAsync", "MoveNext", "MoveNextAsync", "IsNullOrEmpty", "IsNullOrWhiteSpace", "Equals", "StartsWith", "EndsWith", "Peek",
        "ReadLine", "ReadLineAsync", "ConfigureAwait", "Min", "Max",
    };

    private readonly CodeModel _model;
    private readonly HashSet<string> _written;
    private readonly HashSet<string> _writtenForHead;

    /// <param name="clause">The clause that catches the exception.</param>
    /// <param name="loop">The loop around it.</param>
    /// <param name="thrown">The call that throws.</param>
    /// <param name="model">The model of the tree.</param>
    public TurnConditions(CatchClauseSyntax clause, SyntaxNode loop, CancelledCall thrown, CodeModel model)
    {
        _model = model;
        BlockSyntax block = ((TryStatementSyntax)clause.Parent!).Block;
        _written = new HashSet<string>(Set(block).Concat(Set(clause.Block)), StringComparer.Ordinal);
        if (clause.Declaration is { } declaration)
        {
            _written.Add(declaration.Identifier.ValueText);
        }

        // What is set behind the call is not set when that throws: the condition holds as it did before the turn.
        int end = thrown.Call.Span.End;
        _writtenForHead = new HashSet<string>(_written.Where(name => Named(loop).Any(mention
            => mention.Identifier.ValueText == name && IsSet(mention) && !(mention.SpanStart > end && block.Span.Contains(mention.Span)))),
            StringComparer.Ordinal);
    }

    /// <summary>
    /// The condition is about numbers and about what is next: nothing in it is set when the work is cancelled, by what has failed or by
    /// whoever cancels it.
    /// </summary>
    public bool IsIndependent(ExpressionSyntax? condition) => IsIndependent(condition, _written);

    /// <summary>The same for the condition of the loop, which held before the turn.</summary>
    public bool HoldsAsBefore(ExpressionSyntax? condition) => IsIndependent(condition, _writtenForHead);

    private bool IsIndependent(ExpressionSyntax? condition, HashSet<string> written)
        => condition is null || condition.DescendantsAndSelf().All(node => node switch
        {
            InvocationExpressionSyntax call => CallSyntax.CalledName(call) is { } name && Advances.Contains(name),
            IdentifierNameSyntax { Parent: TypeSyntax } => true,
            IdentifierNameSyntax { Parent: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression } test } when test.Right == node
                => true,
            IdentifierNameSyntax { Parent: DeclarationPatternSyntax or TypePatternSyntax or ConstantPatternSyntax } => true,
            IdentifierNameSyntax name => !written.Contains(name.Identifier.ValueText) && !IsState(name),
            AnonymousFunctionExpressionSyntax => false,
            _ => true,
        });

    /// <summary>A field or property that says in which state something is.</summary>
    private bool IsState(IdentifierNameSyntax name)
        => _model.SymbolOf(name) switch
        {
            IFieldSymbol { IsConst: false, IsReadOnly: false, Type: var type } => IsState(type),
            IPropertySymbol { Name: not "HasValue", Type: var type } => IsState(type),
            ILocalSymbol { Type.SpecialType: SpecialType.System_Boolean } local => IsSetElsewhere(local),
            null => name.Identifier.ValueText is not ("Count" or "Length"),
            _ => false,
        };

    /// <summary>A callback sets the local, such as one that cancels the work too.</summary>
    private bool IsSetElsewhere(ILocalSymbol local)
        => _model.SyntaxOf(local) is VariableDeclaratorSyntax declarator
            && LocalAssignments.Of(declarator, _model).Any(write
                => FunctionSyntax.Enclosing(write) != FunctionSyntax.Enclosing(declarator));

    private static bool IsState(ITypeSymbol type) => type.SpecialType == SpecialType.System_Boolean || type.TypeKind == TypeKind.Enum;

    private static IEnumerable<string> Set(SyntaxNode node) => Named(node).Where(IsSet).Select(static name => name.Identifier.ValueText);

    /// <summary>A counter says how often it was tried; what is set to a value may say that it has failed.</summary>
    private static bool IsSet(IdentifierNameSyntax name)
        => Writes.IsWritten(name) && name.Parent is not (PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax
            or AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression });

    private static IEnumerable<IdentifierNameSyntax> Named(SyntaxNode node) => node.Descendants().OfType<IdentifierNameSyntax>();
}
