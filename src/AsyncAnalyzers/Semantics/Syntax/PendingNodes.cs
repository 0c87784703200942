namespace AsyncAnalyzers.Semantics;

/// <summary>The nodes that are still to be visited, the next one last.</summary>
internal struct PendingNodes
{
    private static readonly bool[] Leaves = TableOf(
        SyntaxKind.IdentifierName, SyntaxKind.PredefinedType, SyntaxKind.StringLiteralExpression, SyntaxKind.NumericLiteralExpression,
        SyntaxKind.TrueLiteralExpression, SyntaxKind.FalseLiteralExpression, SyntaxKind.NullLiteralExpression,
        SyntaxKind.CharacterLiteralExpression, SyntaxKind.DefaultLiteralExpression, SyntaxKind.ThisExpression, SyntaxKind.BaseExpression,
        SyntaxKind.InterpolatedStringText, SyntaxKind.SingleVariableDesignation, SyntaxKind.DiscardDesignation, SyntaxKind.DiscardPattern,
        SyntaxKind.OmittedTypeArgument, SyntaxKind.OmittedArraySizeExpression, SyntaxKind.InterpolationFormatClause);

    private Slot[] _nodes;
    private int _count;

    public PendingNodes(Slot[] nodes)
    {
        _nodes = nodes;
        _count = 0;
    }

    /// <summary>The node has no children: most nodes are names and literals.</summary>
    public static bool IsLeaf(SyntaxKind kind) => (uint)kind < (uint)Leaves.Length && Leaves[(int)kind];

    public SyntaxNode? Take()
    {
        if (_count == 0)
        {
            return null;
        }

        ref Slot last = ref _nodes[--_count];
        SyntaxNode? node = last.Node;
        last.Node = null;
        return node;
    }

    /// <summary>The array, with nothing in it that would be kept alive.</summary>
    public readonly Slot[] Emptied()
    {
        Array.Clear(_nodes, 0, _count);
        return _nodes;
    }

    public void Add(SyntaxNode? node)
    {
        if (node is null)
        {
            return;
        }

        if (_count == _nodes.Length)
        {
            Array.Resize(ref _nodes, 2 * _count);
        }

        _nodes[_count++].Node = node;
    }

    public void AddChildrenOf(SyntaxNode node)
    {
        int before = _count;
        switch ((SyntaxKind)node.RawKind)
        {
            case SyntaxKind.SimpleMemberAccessExpression:
                var access = (MemberAccessExpressionSyntax)node;
                Add(access.Name);
                Add(access.Expression);
                return;
            case SyntaxKind.InvocationExpression:
                var invocation = (InvocationExpressionSyntax)node;
                Add(invocation.ArgumentList);
                Add(invocation.Expression);
                return;
            case SyntaxKind.ArgumentList:
                AddAll(((ArgumentListSyntax)node).Arguments);
                break;
            case SyntaxKind.Argument:
                var argument = (ArgumentSyntax)node;
                Add(argument.Expression);
                Add(argument.NameColon);
                return;
            case SyntaxKind.ExpressionStatement:
                var statement = (ExpressionStatementSyntax)node;
                AddAll(statement.AttributeLists);
                Add(statement.Expression);
                break;
            case SyntaxKind.Block:
                var block = (BlockSyntax)node;
                AddAll(block.AttributeLists);
                AddAll(block.Statements);
                break;
            case SyntaxKind.LocalDeclarationStatement:
                var local = (LocalDeclarationStatementSyntax)node;
                AddAll(local.AttributeLists);
                Add(local.Declaration);
                break;
            case SyntaxKind.VariableDeclaration:
                var declaration = (VariableDeclarationSyntax)node;
                Add(declaration.Type);
                AddAll(declaration.Variables);
                break;
            case SyntaxKind.VariableDeclarator:
                var variable = (VariableDeclaratorSyntax)node;
                Add(variable.Initializer);
                Add(variable.ArgumentList);
                return;
            case SyntaxKind.EqualsValueClause:
                Add(((EqualsValueClauseSyntax)node).Value);
                return;
            case SyntaxKind.ArrowExpressionClause:
                Add(((ArrowExpressionClauseSyntax)node).Expression);
                return;
            case SyntaxKind.IfStatement:
                var @if = (IfStatementSyntax)node;
                AddAll(@if.AttributeLists);
                Add(@if.Condition);
                Add(@if.Statement);
                Add(@if.Else);
                break;
            case SyntaxKind.ReturnStatement:
                var @return = (ReturnStatementSyntax)node;
                AddAll(@return.AttributeLists);
                Add(@return.Expression);
                break;
            case SyntaxKind.SimpleAssignmentExpression:
                var assignment = (AssignmentExpressionSyntax)node;
                Add(assignment.Right);
                Add(assignment.Left);
                return;
            case SyntaxKind.EqualsExpression:
            case SyntaxKind.NotEqualsExpression:
            case SyntaxKind.LogicalAndExpression:
            case SyntaxKind.LogicalOrExpression:
            case SyntaxKind.AddExpression:
            case SyntaxKind.SubtractExpression:
            case SyntaxKind.MultiplyExpression:
            case SyntaxKind.LessThanExpression:
            case SyntaxKind.LessThanOrEqualExpression:
            case SyntaxKind.GreaterThanExpression:
            case SyntaxKind.GreaterThanOrEqualExpression:
            case SyntaxKind.CoalesceExpression:
            case SyntaxKind.AsExpression:
            case SyntaxKind.IsExpression:
                var binary = (BinaryExpressionSyntax)node;
                Add(binary.Right);
                Add(binary.Left);
                return;
            case SyntaxKind.LogicalNotExpression:
                Add(((PrefixUnaryExpressionSyntax)node).Operand);
                return;
            case SyntaxKind.SuppressNullableWarningExpression:
                Add(((PostfixUnaryExpressionSyntax)node).Operand);
                return;
            case SyntaxKind.ParenthesizedExpression:
                Add(((ParenthesizedExpressionSyntax)node).Expression);
                return;
            case SyntaxKind.AwaitExpression:
                Add(((AwaitExpressionSyntax)node).Expression);
                return;
            case SyntaxKind.CastExpression:
                var cast = (CastExpressionSyntax)node;
                Add(cast.Expression);
                Add(cast.Type);
                return;
            case SyntaxKind.ConditionalAccessExpression:
                var conditional = (ConditionalAccessExpressionSyntax)node;
                Add(conditional.WhenNotNull);
                Add(conditional.Expression);
                return;
            case SyntaxKind.MemberBindingExpression:
                Add(((MemberBindingExpressionSyntax)node).Name);
                return;
            case SyntaxKind.ObjectCreationExpression:
                var creation = (ObjectCreationExpressionSyntax)node;
                Add(creation.Initializer);
                Add(creation.ArgumentList);
                Add(creation.Type);
                return;
            case SyntaxKind.ObjectInitializerExpression:
            case SyntaxKind.CollectionInitializerExpression:
            case SyntaxKind.ArrayInitializerExpression:
            case SyntaxKind.ComplexElementInitializerExpression:
                AddAll(((InitializerExpressionSyntax)node).Expressions);
                break;
            case SyntaxKind.GenericName:
                Add(((GenericNameSyntax)node).TypeArgumentList);
                return;
            case SyntaxKind.TypeArgumentList:
                AddAll(((TypeArgumentListSyntax)node).Arguments);
                break;
            case SyntaxKind.ParameterList:
                AddAll(((ParameterListSyntax)node).Parameters);
                break;
            case SyntaxKind.Parameter:
                var parameter = (ParameterSyntax)node;
                AddAll(parameter.AttributeLists);
                Add(parameter.Type);
                Add(parameter.Default);
                break;
            case SyntaxKind.SimpleLambdaExpression:
                var lambda = (SimpleLambdaExpressionSyntax)node;
                AddAll(lambda.AttributeLists);
                Add(lambda.Parameter);
                Add(lambda.Body);
                break;
            case SyntaxKind.InterpolatedStringExpression:
                AddAll(((InterpolatedStringExpressionSyntax)node).Contents);
                break;
            case SyntaxKind.ElseClause:
                Add(((ElseClauseSyntax)node).Statement);
                return;
            case SyntaxKind.ThrowStatement:
                var @throw = (ThrowStatementSyntax)node;
                AddAll(@throw.AttributeLists);
                Add(@throw.Expression);
                break;
            case SyntaxKind.TryStatement:
                var @try = (TryStatementSyntax)node;
                AddAll(@try.AttributeLists);
                Add(@try.Block);
                AddAll(@try.Catches);
                Add(@try.Finally);
                break;
            case SyntaxKind.ForEachStatement:
                var loop = (ForEachStatementSyntax)node;
                AddAll(loop.AttributeLists);
                Add(loop.Type);
                Add(loop.Expression);
                Add(loop.Statement);
                break;
            case SyntaxKind.ElementAccessExpression:
                var element = (ElementAccessExpressionSyntax)node;
                Add(element.ArgumentList);
                Add(element.Expression);
                return;
            case SyntaxKind.BracketedArgumentList:
                AddAll(((BracketedArgumentListSyntax)node).Arguments);
                break;
            case SyntaxKind.ConditionalExpression:
                var choice = (ConditionalExpressionSyntax)node;
                Add(choice.WhenFalse);
                Add(choice.WhenTrue);
                Add(choice.Condition);
                return;
            case SyntaxKind.Interpolation:
                var interpolation = (InterpolationSyntax)node;
                Add(interpolation.FormatClause);
                Add(interpolation.AlignmentClause);
                Add(interpolation.Expression);
                return;
            case SyntaxKind.NullableType:
                Add(((NullableTypeSyntax)node).ElementType);
                return;
            case SyntaxKind.QualifiedName:
                var qualified = (QualifiedNameSyntax)node;
                Add(qualified.Right);
                Add(qualified.Left);
                return;
            case SyntaxKind.ParenthesizedLambdaExpression:
                var function = (ParenthesizedLambdaExpressionSyntax)node;
                AddAll(function.AttributeLists);
                Add(function.ReturnType);
                Add(function.ParameterList);
                Add(function.Body);
                break;
            case SyntaxKind.MethodDeclaration:
                var method = (MethodDeclarationSyntax)node;
                AddAll(method.AttributeLists);
                Add(method.ReturnType);
                Add(method.ExplicitInterfaceSpecifier);
                Add(method.TypeParameterList);
                Add(method.ParameterList);
                AddAll(method.ConstraintClauses);
                Add(method.Body);
                Add(method.ExpressionBody);
                break;
            case SyntaxKind.PropertyDeclaration:
                var property = (PropertyDeclarationSyntax)node;
                AddAll(property.AttributeLists);
                Add(property.Type);
                Add(property.ExplicitInterfaceSpecifier);
                Add(property.AccessorList);
                Add(property.ExpressionBody);
                Add(property.Initializer);
                break;
            case SyntaxKind.AccessorList:
                AddAll(((AccessorListSyntax)node).Accessors);
                break;
            case SyntaxKind.GetAccessorDeclaration:
            case SyntaxKind.SetAccessorDeclaration:
            case SyntaxKind.InitAccessorDeclaration:
                var accessor = (AccessorDeclarationSyntax)node;
                AddAll(accessor.AttributeLists);
                Add(accessor.Body);
                Add(accessor.ExpressionBody);
                break;
            case SyntaxKind.FieldDeclaration:
                var field = (FieldDeclarationSyntax)node;
                AddAll(field.AttributeLists);
                Add(field.Declaration);
                break;
            case SyntaxKind.CompilationUnit:
                var unit = (CompilationUnitSyntax)node;
                AddAll(unit.Externs);
                AddAll(unit.Usings);
                AddAll(unit.AttributeLists);
                AddAll(unit.Members);
                break;
            case SyntaxKind.NamespaceDeclaration:
            case SyntaxKind.FileScopedNamespaceDeclaration:
                var space = (BaseNamespaceDeclarationSyntax)node;
                AddAll(space.AttributeLists);
                Add(space.Name);
                AddAll(space.Externs);
                AddAll(space.Usings);
                AddAll(space.Members);
                break;
            case SyntaxKind.ClassDeclaration:
            case SyntaxKind.StructDeclaration:
            case SyntaxKind.InterfaceDeclaration:
            case SyntaxKind.RecordDeclaration:
            case SyntaxKind.RecordStructDeclaration:
                AddPartsOf((TypeDeclarationSyntax)node);
                break;
            default:
                AddAllOf(node);
                break;
        }

        // Not Array.Reverse, which boxes what is in an array of structs.
        for (int first = before, last = _count - 1; first < last; first++, last--)
        {
            (_nodes[first], _nodes[last]) = (_nodes[last], _nodes[first]);
        }
    }

    private static bool[] TableOf(params SyntaxKind[] kinds)
    {
        var table = new bool[kinds.Max(static kind => (int)kind) + 1];
        foreach (SyntaxKind kind in kinds)
        {
            table[(int)kind] = true;
        }

        return table;
    }

    /// <summary>
    /// The head by its parts: the parameters of a class have no name in old versions of Roslyn. The members are many.
    /// </summary>
    private void AddPartsOf(TypeDeclarationSyntax type)
    {
        foreach (SyntaxNodeOrToken part in type.ChildNodesAndTokens())
        {
            if (part.IsKind(SyntaxKind.OpenBraceToken))
            {
                AddAll(type.Members);
                break;
            }

            Add(part.AsNode());
        }
    }

    /// <summary>
    /// What has no case of its own. Apart, because what goes through <see cref="ChildSyntaxList"/>, whose layout differs between versions
    /// of Roslyn, is not compiled ahead of time.
    /// </summary>
    private void AddAllOf(SyntaxNode node)
    {
        foreach (SyntaxNodeOrToken child in node.ChildNodesAndTokens())
        {
            Add(child.AsNode());
        }
    }

    private void AddAll<T>(SyntaxList<T> nodes)
        where T : SyntaxNode
    {
        for (int index = 0; index < nodes.Count; index++)
        {
            Add(nodes[index]);
        }
    }

    private void AddAll<T>(SeparatedSyntaxList<T> nodes)
        where T : SyntaxNode
    {
        for (int index = 0; index < nodes.Count; index++)
        {
            Add(nodes[index]);
        }
    }

    /// <summary>An array of a class would look at the type of all that is put into it.</summary>
    internal struct Slot
    {
        public SyntaxNode? Node;
    }
}
