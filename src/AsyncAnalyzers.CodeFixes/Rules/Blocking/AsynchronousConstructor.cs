namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>A constructor that waits, taken apart into one that does not and a factory that awaits.</summary>
/// <param name="Constructor">The private constructor.</param>
/// <param name="Factory"><c>static async Task&lt;T&gt; CreateAsync(…)</c></param>
internal sealed record AsynchronousConstructor(ConstructorDeclarationSyntax Constructor, MethodDeclarationSyntax Factory)
{
    private const string Created = "created";

    /// <summary>Null where what is left would not run in the order it did, or a readonly field would be set outside of the constructor.</summary>
    public static async Task<AsynchronousConstructor?> SplitAsync(ConstructorDeclarationSyntax constructor, ClassDeclarationSyntax type, RepairRequest request, CancellationToken cancellationToken)
    {
        if (constructor is not { Initializer: null, Body: { } body, AttributeLists.Count: 0 }
            || constructor.ContainsDirectives
            || WaitsToAwait.All(body, request, cancellationToken) is not { Count: > 0 } waits
            || body.DescendantNodes().Any(node => node is ReturnStatementSyntax or LocalFunctionStatementSyntax or BaseExpressionSyntax or UnsafeStatementSyntax
                || node is IdentifierNameSyntax { Identifier.ValueText: Created }))
        {
            return null;
        }

        Microsoft.CodeAnalysis.Text.SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var splitter = new Splitter(constructor, body, type, waits, request, text, cancellationToken);
        return splitter.HandIn() ?? splitter.GoOnOutside();
    }

    private sealed class Splitter(
        ConstructorDeclarationSyntax constructor,
        BlockSyntax body,
        ClassDeclarationSyntax type,
        IReadOnlyList<NodeEdit> waits,
        RepairRequest request,
        Microsoft.CodeAnalysis.Text.SourceText text,
        CancellationToken cancellationToken)
    {
        private readonly Indentation _indentation = Indentation.Of(body.Statements[0], text);
        private readonly bool _isOnLines = body.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);

        /// <summary>The awaited values are handed in: <c>field = LoadAsync(p).Result</c> becomes <c>field = value</c>. Null where a value depends on the object.</summary>
        public AsynchronousConstructor? HandIn()
        {
            var statements = new List<StatementSyntax>();
            var steps = new List<string>();
            var arguments = new List<string>();
            var parameters = new List<ParameterSyntax>();
            bool onlyValues = body.Statements.Where(HasWait).All(statement => statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax });
            int lastWait = body.Statements.IndexOf(body.Statements.Last(HasWait));
            for (int index = 0; index < body.Statements.Count; index++)
            {
                StatementSyntax statement = body.Statements[index];
                if (!HasWait(statement))
                {
                    if (index < lastWait && !SetsOwnMemberToParameter(statement))
                    {
                        return null;
                    }

                    statements.Add(statement);
                }
                else if (statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment }
                    && OwnMember(assignment.Left) is { } member && DeclaredType(member) is { } memberType
                    && IsIndependent(assignment.Right) && ParameterNameFor(member) is { } name && parameters.All(parameter => parameter.Identifier.ValueText != name))
                {
                    parameters.Add(Parameter(Identifier(name)).WithType(memberType.WithoutTrivia().WithTrailingTrivia(Space)));
                    string value = Awaited(assignment.Right).WithoutTrivia().ToString();
                    arguments.Add(onlyValues ? value : name);
                    if (!onlyValues)
                    {
                        steps.Add($"{memberType.WithoutTrivia()} {name} = {value};");
                    }

                    ExpressionSyntax left = assignment.Left is IdentifierNameSyntax { Identifier.ValueText: var written } && written == name
                        ? MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, ThisExpression(), IdentifierName(name)).WithTriviaFrom(assignment.Left)
                        : assignment.Left;
                    statements.Add(statement.ReplaceNode(assignment, assignment.WithLeft(left).WithRight(IdentifierName(name).WithTriviaFrom(assignment.Right))));
                }
                else if (statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax wait } && IsIndependent(wait))
                {
                    steps.Add(Awaited(statement).WithoutTrivia().ToString());
                }
                else
                {
                    return null;
                }
            }

            steps.Add($"return new {TypeName()}({string.Join(", ", OwnArguments().Concat(arguments))});");
            SeparatedSyntaxList<ParameterSyntax> list = constructor.ParameterList.Parameters;
            foreach (ParameterSyntax parameter in parameters)
            {
                list = SeparatedList(list.Add(parameter), Enumerable.Range(0, list.Count).Select(place => place < list.SeparatorCount ? list.GetSeparator(place) : Token(default, SyntaxKind.CommaToken, TriviaList(Space))));
            }

            ConstructorDeclarationSyntax changed = Private(constructor
                .WithParameterList(constructor.ParameterList.WithParameters(list))
                .WithBody(body.WithStatements(List(statements))));
            return new AsynchronousConstructor(changed, Factory(Lines(steps)));
        }

        /// <summary>What follows the first wait, the wait included, is done by the factory, on the object that the constructor has made so far.</summary>
        public AsynchronousConstructor? GoOnOutside()
        {
            int first = body.Statements.IndexOf(body.Statements.First(HasWait));
            List<StatementSyntax> moved = body.Statements.Skip(first).ToList();
            var locals = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            foreach (StatementSyntax statement in body.Statements.Take(first))
            {
                foreach (SyntaxNode node in statement.DescendantNodes().Where(node => node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax))
                {
                    if (request.Model.GetDeclaredSymbol(node, cancellationToken) is { } local)
                    {
                        locals.Add(local);
                    }
                }
            }

            var own = new Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>();
            foreach (SyntaxNode node in moved.SelectMany(statement => statement.DescendantNodes()))
            {
                if (node is ThisExpressionSyntax)
                {
                    own.Add(node, rewritten => IdentifierName(Created).WithTriviaFrom(rewritten));
                }
                else if (node is SimpleNameSyntax name && request.Model.GetSymbolInfo(name, cancellationToken).Symbol is { } symbol)
                {
                    if (locals.Contains(symbol) || (symbol is IParameterSymbol && IsWritten(name)))
                    {
                        return null;
                    }

                    if (IsOwnInstanceMember(name, symbol))
                    {
                        if (IsWritten(name) && !CanBeSetOutside(symbol))
                        {
                            return null;
                        }

                        own.Add(node, rewritten => MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, IdentifierName(Created), ((SimpleNameSyntax)rewritten).WithoutTrivia()).WithTriviaFrom(rewritten));
                    }
                    else if (name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access && IsWritten(access) && !CanBeSetOutside(symbol))
                    {
                        return null;
                    }
                }
            }

            // Parameters that are assigned before would have another value in the factory.
            if (body.Statements.Take(first).SelectMany(statement => statement.DescendantNodes()).OfType<IdentifierNameSyntax>()
                .Any(name => IsWritten(name) && request.Model.GetSymbolInfo(name, cancellationToken).Symbol is IParameterSymbol))
            {
                return null;
            }

            foreach (NodeEdit wait in waits)
            {
                own.Add(wait.Node, wait.Rewrite);
            }

            BlockSyntax rewritten = body.ReplaceNodes(own.Keys, (original, node) => own[original](node));
            List<StatementSyntax> steps = rewritten.Statements.Skip(first).ToList();
            string creation = $"var {Created} = new {TypeName()}({string.Join(", ", OwnArguments())});";
            string end = $"return {Created};";
            string lines = _isOnLines
                ? Lines(new[] { creation }) + string.Concat(steps.Select(step => step.ToFullString())) + Lines(new[] { end })
                : Lines(new[] { creation }.Concat(steps.Select(step => step.WithoutTrivia().ToString())).Append(end));
            return new AsynchronousConstructor(Private(constructor.WithBody(body.WithStatements(List(body.Statements.Take(first))))), Factory(lines));
        }

        private bool HasWait(StatementSyntax statement) => waits.Any(wait => statement.Span.Contains(wait.Node.Span));

        private T Awaited<T>(T node)
            where T : SyntaxNode
            => WaitsToAwait.Rewrite(node, waits.Where(wait => node.Span.Contains(wait.Node.Span)).ToList());

        /// <summary><c>_field = parameter</c> and the like, which neither a task nor anybody else sees.</summary>
        private bool SetsOwnMemberToParameter(StatementSyntax statement)
            => statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var right, Left: var left } }
                && OwnMember(left) is not null
                && (right is LiteralExpressionSyntax || request.Model.GetSymbolInfo(right, cancellationToken).Symbol is IParameterSymbol);

        /// <summary>A field or automatic property of the object itself.</summary>
        private ISymbol? OwnMember(ExpressionSyntax target)
        {
            ISymbol? symbol = request.Model.GetSymbolInfo(target, cancellationToken).Symbol;
            bool isOwn = target is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };
            return isOwn && symbol is IFieldSymbol { IsStatic: false }
                || isOwn && symbol is IPropertySymbol { IsStatic: false, IsVirtual: false, IsOverride: false } property
                    && property.ContainingType.GetMembers().Any(member => member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)) ? symbol : null;
        }

        private TypeSyntax? DeclaredType(ISymbol member)
        {
            TypeSyntax? declared = member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
            {
                VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax variables } => variables.Type,
                PropertyDeclarationSyntax property => property.Type,
                _ => null,
            };
            return declared?.SyntaxTree == constructor.SyntaxTree ? declared : null;
        }

        /// <summary>The value needs nothing of the object, nor any local of the constructor.</summary>
        private bool IsIndependent(ExpressionSyntax value)
        {
            foreach (SyntaxNode node in value.DescendantNodesAndSelf())
            {
                if (node is ThisExpressionSyntax
                    || node is SimpleNameSyntax name && request.Model.GetSymbolInfo(name, cancellationToken).Symbol is { } symbol
                        && (IsOwnInstanceMember(name, symbol) || symbol is ILocalSymbol || (symbol is IParameterSymbol && IsWritten(name))))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>An instance member that is named without its object.</summary>
        private static bool IsOwnInstanceMember(SimpleNameSyntax name, ISymbol symbol)
            => symbol is { IsStatic: false, Kind: SymbolKind.Field or SymbolKind.Property or SymbolKind.Method or SymbolKind.Event }
                && symbol is not IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.Constructor }
                && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
                && name.Parent is not (MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax)
                && !(name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } initialized && initialized.Left == name)
                && !CallSyntax.IsInNameOf(name);

        private static bool IsWritten(ExpressionSyntax expression) => expression.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == expression,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => true,
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } => true,
            ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) || argument.Parent is TupleExpressionSyntax { Parent: AssignmentExpressionSyntax },
            _ => false,
        };

        /// <summary>Neither readonly nor a reference that must not be null when the constructor ends.</summary>
        private bool CanBeSetOutside(ISymbol member) => member switch
        {
            IFieldSymbol field => !field.IsReadOnly && MayStayUnset(field.Type, field.NullableAnnotation),
            IPropertySymbol property => property.SetMethod is { IsInitOnly: false } && MayStayUnset(property.Type, property.NullableAnnotation),
            _ => true,
        };

        private bool MayStayUnset(ITypeSymbol memberType, NullableAnnotation annotation)
            => !memberType.IsReferenceType || annotation != NullableAnnotation.NotAnnotated
                || (request.Model.GetNullableContext(constructor.SpanStart) & NullableContext.WarningsEnabled) == 0;

        private string? ParameterNameFor(ISymbol member)
        {
            string name = member.Name.StartsWith("m_", StringComparison.Ordinal) ? member.Name.Substring(2) : member.Name.TrimStart('_');
            if (name.Length == 0 || !char.IsLetter(name[0]))
            {
                return null;
            }

            name = char.ToLowerInvariant(name[0]) + name.Substring(1);
            bool isTaken = SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None
                || constructor.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name && token.Parent is not SimpleNameSyntax)
                || constructor.DescendantNodes().OfType<SimpleNameSyntax>().Any(used => used.Identifier.ValueText == name && name != member.Name);
            return isTaken ? null : name;
        }

        private string TypeName() => type.Identifier.Text + type.TypeParameterList?.WithoutTrivia();

        private IEnumerable<string> OwnArguments() => constructor.ParameterList.Parameters.Select(parameter => parameter.Identifier.Text);

        private string Lines(IEnumerable<string> statements)
            => _isOnLines ? string.Concat(statements.Select(statement => _indentation.Line + statement + _indentation.NewLine)) : string.Join(" ", statements);

        private MethodDeclarationSyntax Factory(string statements)
        {
            string indentation = text.Lines.GetLineFromPosition(constructor.SpanStart).ToString();
            indentation = indentation.Substring(0, indentation.Length - indentation.TrimStart().Length);
            string newLine = _indentation.NewLine;
            string block = _isOnLines ? $"{newLine}{indentation}{{{newLine}{statements}{indentation}}}" : $" {{ {statements} }}";
            string modifiers = string.Concat(constructor.Modifiers.Select(modifier => modifier.Text + " "));
            var factory = (MethodDeclarationSyntax)ParseMemberDeclaration(
                $"{modifiers}static async void CreateAsync{constructor.ParameterList.WithoutTrivia()}{block}", options: constructor.SyntaxTree.Options)!;
            return factory.WithReturnType(AsyncEdit.TaskOf(request, ParseTypeName(TypeName())).WithTriviaFrom(factory.ReturnType));
        }

        private static ConstructorDeclarationSyntax Private(ConstructorDeclarationSyntax constructor)
            => constructor.Modifiers.Count == 0
                ? constructor
                : constructor.WithModifiers(TokenList(Token(constructor.Modifiers[0].LeadingTrivia, SyntaxKind.PrivateKeyword, constructor.Modifiers.Last().TrailingTrivia)));
    }
}
