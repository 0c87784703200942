namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>
/// Opens a file for asynchronous access: <c>useAsync: true</c>, with what stands before it written out as it is by default.
/// </summary>
internal static class FileStreamEditing
{
    private static readonly (string Parameter, string Member)[] Defaults =
    {
        ("mode", "Open"),
        ("access", "ReadWrite"),
        ("share", "Read"),
        ("bufferSize", ""),
    };

    /// <summary>
    /// The expression that opens the file asynchronously; null where its arguments are named, or the constructor is unknown.
    /// </summary>
    public static ExpressionSyntax? TryFind(RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not (InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax)
            || request.Model.GetSymbolInfo(request.Node, cancellationToken).Symbol is not IMethodSymbol opened
            || ((request.Node as InvocationExpressionSyntax)?.ArgumentList
                ?? (request.Node as BaseObjectCreationExpressionSyntax)?.ArgumentList) is not { } list
            || list.Arguments.Any(argument => argument.NameColon is { Name.Identifier.ValueText: not "useAsync" }))
        {
            return null;
        }

        INamedTypeSymbol stream = opened.MethodKind == MethodKind.Constructor ? opened.ContainingType : (INamedTypeSymbol)opened.ReturnType;
        if (stream.InstanceConstructors.FirstOrDefault(candidate
            => candidate.Parameters.Length == 6 && candidate.Parameters[5].Name == "useAsync"
            && candidate.Parameters[0].Type.SpecialType == SpecialType.System_String) is not { } constructor)
        {
            return null;
        }

        List<ArgumentSyntax> arguments = list.Arguments.ToList();
        ArgumentSyntax last = Argument(NameColon(IdentifierName("useAsync")).WithColonToken(
            Token(SyntaxKind.ColonToken).WithTrailingTrivia(Space)), default, LiteralExpression(SyntaxKind.TrueLiteralExpression));
        if (opened.Parameters.Length == 6 && opened.Parameters[5].Type.TypeKind == TypeKind.Enum)
        {
            ExpressionSyntax options = arguments[5].Expression;
            ExpressionSyntax asynchronous = Member(opened.Parameters[5].Type, "Asynchronous");
            bool isNone = request.Model.GetConstantValue(options, cancellationToken) is { HasValue: true, Value: 0 };
            arguments[5] = arguments[5].WithExpression(isNone ? asynchronous : BinaryExpression(
                SyntaxKind.BitwiseOrExpression, options.WithTrailingTrivia(Space), Token(SyntaxKind.BarToken)
                    .WithTrailingTrivia(Space), asynchronous));
        }
        else if (opened.Parameters.Length == 6)
        {
            arguments[5] = last;
        }
        else
        {
            for (int index = arguments.Count; index < 5; index++)
            {
                string member = opened.MethodKind != MethodKind.Constructor && index == 2 ? "Read" : Defaults[index - 1].Member;
                arguments.Add(Argument(index == 4
                    ? LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(4096))
                    : Member(constructor.Parameters[index].Type, member)));
            }

            arguments.Add(last);
        }

        ArgumentListSyntax all = list.WithArguments(AsyncEdit.Separated(arguments));
        return (request.Node switch
        {
            BaseObjectCreationExpressionSyntax creation => (ExpressionSyntax)creation.WithArgumentList(all),
            _ => ObjectCreationExpression(
                Token(SyntaxKind.NewKeyword).WithTrailingTrivia(Space), AsyncEdit.TypeName(request, stream), all, null),
        }).WithTriviaFrom(request.Node);

        ExpressionSyntax Member(ITypeSymbol type, string name)
            => TypeNaming.Member(TypeNaming.ExpressionOf(request, type), name);
    }
}
